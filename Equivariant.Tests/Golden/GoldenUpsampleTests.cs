using System.Text.Json;

namespace Equivariant.Tests.GoldenData;


/// <summary>Enlarged and resized images against PyTorch.</summary>
public class GoldenUpsampleTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("upsample");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) =>
    {
        var x = inputs["x"]!;
        var mode = testCase.Attribute("mode").GetString() switch
        {
            "nearest" => Upsampling.Nearest,
            "bilinear" or "trilinear" => Upsampling.Linear,
            var other => throw new InvalidOperationException($"no test for {other}"),
        };
        var corners = testCase.Attribute("align_corners").ValueKind == JsonValueKind.True;
        return testCase.Attribute("size") is { ValueKind: JsonValueKind.Array } size
            ? Ops.Resize(x, PerAxis.Create(size.Ints()), mode, corners)
            : Ops.Upsample(x, testCase.Attribute("scale_factor").GetInt32(), mode, corners);
    });
}
