using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>The named inputs of a golden case; null for those it does not have.</summary>
internal sealed class GoldenInputs(Dictionary<string, Tensor> tensors)
{
    public Tensor? this[string name] => tensors.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, Tensor> All => tensors;
}

/// <summary>
/// Runs the cases of a golden index with arrays <c>y</c>, <c>gy</c> and a gradient <c>dX</c> of each input X, in double and in
/// single precision, with plain and with tuned kernels.
/// </summary>
internal static class GoldenOps
{
    /// <summary>Values and gradients of one case of <c>ops.json</c>.</summary>
    /// <param name="name">Name of the case.</param>
    /// <param name="run">The op on the case's inputs.</param>
    /// <param name="exact">Whether the values must be the very numbers: copies and maxima.</param>
    public static void Check(string name, Func<JsonElement, GoldenInputs, Tensor> run, bool exact = false)
    {
        var testCase = Golden.Case("ops.json", name);
        var arrays = GoldenArrays.Of("ops.npz");
        using var plain = new CpuDevice(threads: 2, tuned: false);
        foreach (var (dtype, device) in new[] { (DType.Float64, plain), (DType.Float32, plain), (DType.Float32, Device.Cpu) })
        {
            var inputs = new Dictionary<string, Tensor>();
            foreach (var input in testCase.GetProperty("inputs").EnumerateObject())
            {
                var real = input.Value.GetProperty("dtype").GetString()!.StartsWith("float");
                var tensor = arrays[name, input.Name].ToTensor(real ? dtype : DType.Int32, device);
                inputs[input.Name] = arrays.Has(name, $"d{input.Name}") ? tensor.WithGrad() : tensor;
            }
            using (var tape = Tape.Record())
            {
                var y = run(testCase, new GoldenInputs(inputs));
                Close(name, "y", y, exact);
                // Losses come without: their gradient is 1.
                var gy = arrays.Has(name, "gy") ? arrays[name, "gy"].ToDoubles() : [1];
                using var gradient = Tensor.FromDoubles(gy, y.Shape, dtype, device);
                tape.Backward(y, gradient);
            }
            foreach (var (input, tensor) in inputs.Where(pair => pair.Value.RequiresGrad))
                Close(name, $"d{input}", tensor.Grad!);
        }
    }

    /// <summary>Compares with the array <c>name/array</c> of <c>ops.npz</c>.</summary>
    public static void Close(string name, string array, Tensor actual, bool exact = false) =>
        GoldenArrays.Of("ops.npz")[name, array].AssertClose(actual, $"{name}/{array}", exact);
}
