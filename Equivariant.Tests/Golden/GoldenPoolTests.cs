namespace Equivariant.Tests.GoldenData;

/// <summary>Pooling against PyTorch: values (maxima exactly) and gradients.</summary>
public class GoldenPoolTests
{
    public static TheoryData<string> Cases =>
        GoldenOps.Names("max_pool", "avg_pool", "adaptive_max_pool", "adaptive_avg_pool", "global_max_pool", "global_avg_pool");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) =>
    {
        var x = inputs["x"]!;
        PerAxis Setting(string attribute) => PerAxis.Create(testCase.Attribute(attribute).Ints());
        bool Flag(string attribute) =>
            testCase.GetProperty("attrs").TryGetProperty(attribute, out var value) && value.GetBoolean();
        return testCase.Op().Split("_pool")[0] switch
        {
            "max" => Ops.MaxPool(x, Setting("kernel"), Setting("stride"), Setting("padding"), Flag("ceil_mode")),
            "avg" => Ops.AvgPool(
                x, Setting("kernel"), Setting("stride"), Setting("padding"), Flag("count_include_pad"), Flag("ceil_mode")),
            "adaptive_max" => Ops.AdaptiveMaxPool(x, Setting("output_size")),
            "adaptive_avg" => Ops.AdaptiveAvgPool(x, Setting("output_size")),
            "global_max" => Ops.GlobalMaxPool(x),
            "global_avg" => Ops.GlobalAvgPool(x),
            var other => throw new InvalidOperationException($"no op for {other}"),
        };
    }, exact: name.Contains("max_pool"));
}
