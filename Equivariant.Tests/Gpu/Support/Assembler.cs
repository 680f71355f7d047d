using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Equivariant.Tests.Gpu;

/// <summary>NVIDIA's assembler, <c>ptxas</c>, at the path that EQUIVARIANT_PTXAS names.</summary>
internal static partial class Assembler
{
    public static string? Path => Environment.GetEnvironmentVariable("EQUIVARIANT_PTXAS");

    /// <summary>What tests that need it say where it is not to be had; null where it is.</summary>
    public static string? Missing => File.Exists(Path) ? null : "EQUIVARIANT_PTXAS names no ptxas, NVIDIA's assembler";

    /// <summary>What the assembler says of a kernel for <c>sm_90</c>; kernels that find too few registers spill.</summary>
    public static (bool IsAccepted, bool Spills, string Text) Assemble(string ptx, string target, params string[] options)
    {
        var file = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ptx);
            using var process = Process.Start(new ProcessStartInfo(
                Path!, ["-arch=" + target, "-v", .. options, "-o", OperatingSystem.IsWindows() ? "NUL" : "/dev/null", file])
            { RedirectStandardError = true })!;
            var text = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode == 0, Spills().IsMatch(text), text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex("[1-9][0-9]* bytes spill (loads|stores)")]
    private static partial Regex Spills();
}

internal sealed class AssemblerFactAttribute : FactAttribute
{
    public AssemblerFactAttribute() => Skip = Assembler.Missing;
}

internal sealed class AssemblerTheoryAttribute : TheoryAttribute
{
    public AssemblerTheoryAttribute() => Skip = Assembler.Missing;
}
