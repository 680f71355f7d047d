namespace Equivariant.Tests.Support;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Above(new(AppContext.BaseDirectory));

    private static string Above(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException("The checkout is not above the tests.")
        : File.Exists(Path.Combine(folder.FullName, "Equivariant.sln")) ? folder.FullName : Above(folder.Parent);
}
