using System.Text.Json;

namespace Equivariant.Tests.GoldenData;


/// <summary>Joining, padding and the maximum over pieces against PyTorch; values that are only copied must be the very
/// numbers.</summary>
public class GoldenLayoutTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("concat", "pad", "maxout");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) => testCase.Op() switch
    {
        "concat" => Ops.Concat([.. inputs.All.OrderBy(input => input.Key).Select(input => input.Value)],
            testCase.Attribute("dim").GetInt32()),
        "maxout" => Ops.Maxout(inputs["x"]!, testCase.Attribute("pieces").GetInt32()),
        "pad" => Pad(testCase, inputs["x"]!),
        var op => throw new InvalidOperationException($"no test for {op}"),
    }, exact: true);

    private static Tensor Pad(JsonElement testCase, Tensor x)
    {
        var pairs = testCase.Attribute("pad_last_axis_first").Ints().Chunk(2).Reverse().ToArray();
        var mode = testCase.Attribute("mode").GetString() switch
        {
            "constant" => PaddingMode.Zeros,
            "reflect" => PaddingMode.Reflect,
            "replicate" => PaddingMode.Replicate,
            "circular" => PaddingMode.Circular,
            var other => throw new InvalidOperationException($"no padding mode {other}"),
        };
        return Ops.Pad(x, [.. pairs.Select(pair => pair[0])], [.. pairs.Select(pair => pair[1])], mode,
            testCase.Attribute("value").GetDouble());
    }
}
