using System.Reflection;

namespace Equivariant.Tests.Operators;

/// <summary>All samples of all ops, found by reflection.</summary>
internal static class OpCatalogue
{
    public static IReadOnlyList<OpSample> Samples { get; } = [.. typeof(OpCatalogue).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(IOpSamples).IsAssignableFrom(type))
        .SelectMany(type => (IEnumerable<OpSample>)type.GetProperty(nameof(IOpSamples.Samples))!.GetValue(null)!)];

    public static IReadOnlyList<string> Names { get; } = [.. typeof(Ops)
        .GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Tensor))
        .Select(method => method.Name).Distinct().Order()];

    /// <summary>The inputs of a sample, the same for the same seed.</summary>
    public static Tensor[] Inputs(OpSample sample, DType dtype, Device device, ulong seed = 1001)
    {
        var rng = new Rng(seed).Fork(sample.ToString());
        return [.. sample.Inputs.Select(input =>
        {
            var type = input.Integers ? DType.Int32 : dtype;
            var tensor = Tensor.FromDoubles(input.Values(rng), input.Shape, type, device);
            return input.Differentiable ? tensor.WithGrad() : tensor;
        })];
    }

    public static HostArray ToHost(Tensor tensor) => new(tensor.Shape, tensor.ToDoubles());
}
