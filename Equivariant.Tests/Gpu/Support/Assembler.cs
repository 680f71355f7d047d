using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Equivariant.Tests.Gpu;

/// <summary>NVIDIA's assembler, <c>ptxas</c>, at the path that EQUIVARIANT_PTXAS names.</summary>
internal static partial class Assembler
{
    public static string? Path => Environment.GetEnvironmentVariable("EQUIVARIANT_PTXAS");

    /// <summary>What tests that need it say where it is not to be had; null where it is.</summary>
    public static string? Missing => File.Exists(Path) ? null : "EQUIVARIANT_PTXAS names no ptxas, NVIDIA's assembler";

    /// <summary>What the assembler says of a kernel.</summary>
    /// <param name="ptx">The kernel.</param>
    /// <param name="target">The GPU, as <c>sm_90</c>.</param>
    /// <param name="options">More options.</param>
    public static AssemblerReport Assemble(string ptx, string target, params string[] options)
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
            return new(process.ExitCode == 0, text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex("[1-9][0-9]* bytes spill (loads|stores)")]
    internal static partial Regex Spills();
}

/// <summary>What the assembler said.</summary>
internal sealed record AssemblerReport(bool IsAccepted, string Text)
{
    /// <summary>Whether it found too few registers, and keeps some numbers in memory.</summary>
    public bool Spills => Assembler.Spills().IsMatch(Text);
}

/// <summary>A test that needs NVIDIA's assembler.</summary>
internal sealed class AssemblerFactAttribute : FactAttribute
{
    public AssemblerFactAttribute() => Skip = Assembler.Missing;
}

/// <summary>A theory that needs NVIDIA's assembler.</summary>
internal sealed class AssemblerTheoryAttribute : TheoryAttribute
{
    public AssemblerTheoryAttribute() => Skip = Assembler.Missing;
}
