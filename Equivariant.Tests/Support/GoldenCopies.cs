using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>Index maps by what the golden data calls them.</summary>
internal static class GoldenCopies
{
    /// <summary>The rings of a case of SRE-Conv.</summary>
    public static KernelIndexMap RingsOf(JsonElement testCase) => SreRings.Create(
        testCase.Attribute("kernel").Ints(), testCase.Attribute("circular").GetBoolean() ? BandRule.Circular : BandRule.Full,
        testCase.OptionalInt("bands_override"));

    public static KernelIndexMap MapOf(string set, int[] kernel) => set switch
    {
        "rot1" or "rot2" or "rot4" or "rot8" => RotatedKernels.Create(kernel, set[3] - '0'),
        "flip_idH" => FlippedKernels.Create(kernel, FlipSet.Horizontal),
        "flip_idV" => FlippedKernels.Create(kernel, FlipSet.Vertical),
        "flip_idHV" => FlippedKernels.Create(kernel, FlipSet.HorizontalVertical),
        "flip_klein4" => FlippedKernels.Create(kernel, FlipSet.Klein),
        "d4" => DihedralKernels.Create(kernel),
        _ => throw new InvalidOperationException($"unknown set {set}"),
    };
}
