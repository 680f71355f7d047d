using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>One case of a golden file, its arrays as tensors of one precision on one device.</summary>
internal sealed class GoldenCase(string file, string name, DType dtype, Device? device = null)
{
    public JsonElement Index { get; } = Golden.Case($"{file}.json", name);

    public DType DType => dtype;

    public Device Device => device ?? Device.Cpu;

    public GoldenArray this[string array] => GoldenArrays.Of($"{file}.npz")[name, array];

    public bool Has(string array) => GoldenArrays.Of($"{file}.npz").Has(name, array);

    /// <summary>Those of these arrays that the case has.</summary>
    public Dictionary<string, Tensor> Variables(params string[] arrays) =>
        arrays.Where(Has).ToDictionary(array => array, array => this[array].ToTensor(dtype, Device).WithGrad());

    public void Close(string array, Tensor actual, bool exact = false) =>
        this[array].AssertClose(actual, $"{name}/{array}", exact);

    /// <summary>Compares a result with <c>y</c>, feeds <c>gy</c> back (1 where the case has none, as for losses), and compares
    /// the gradient of each variable X with <c>dX</c>. A suffix of all these names tells several runs of a case apart.</summary>
    public void Check(
        IEnumerable<KeyValuePair<string, Tensor>> variables, Func<Tensor> forward, string suffix = "", bool exact = false)
    {
        using (var tape = Tape.Record())
        {
            var y = forward();
            Close($"y{suffix}", y, exact);
            using var gradient = Has($"gy{suffix}") ? this[$"gy{suffix}"].ToTensor(dtype, Device)
                : Tensor.Ones(y.Shape, dtype, Device);
            tape.Backward(y, gradient);
        }
        foreach (var (array, variable) in variables)
            Close($"d{array}{suffix}", variable.Grad!);
    }

    /// <summary>Checks in both precisions, with plain bodies and by every way to compute symmetric convolutions.</summary>
    public static void InEveryWay(string file, string name, Action<GoldenCase> check)
    {
        CpuDevice[] devices = [new(threads: 2, tuned: false),
            .. Enum.GetValues<SymmetricConvPath>().Select(path => new CpuDevice(threads: 2, symmetricConv: path))];
        foreach (var device in devices)
        {
            using (device)
            {
                check(new(file, name, DType.Float64, device));
                check(new(file, name, DType.Float32, device));
            }
        }
    }
}
