namespace Equivariant.Tests.Support;

/// <summary>Checks that wrong input is refused, with a message that names what is wrong.</summary>
internal static class Refusal
{
    /// <summary>The exception of shapes that do not fit together; its message holds all parts.</summary>
    public static void Refused(Func<object?> action, params string[] parts) => Refused<ShapeException>(action, parts);

    /// <summary>An exception of exactly this type; its message holds all parts.</summary>
    public static TException Refused<TException>(Func<object?> action, params string[] parts) where TException : Exception
    {
        var exception = Assert.Throws<TException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        return exception;
    }

    /// <summary>The same of an action without a result.</summary>
    public static TException Refused<TException>(Action action, params string[] parts) where TException : Exception =>
        Refused<TException>(
            () =>
            {
                action();
                return null;
            },
            parts);
}
