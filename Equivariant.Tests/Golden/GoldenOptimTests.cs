using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Twenty steps of every optimizer and schedule against PyTorch, fed with its gradients, in both precisions.</summary>
public class GoldenOptimTests
{
    public static TheoryData<string> Cases => Golden.Names("optim.json");

    [Theory, MemberData(nameof(Cases))]
    public void ParametersFollowTheTrajectory(string name)
    {
        var testCase = CaseOf(name);
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            var parameters = Split(testCase, Array(name, "params_before"), dtype);
            using var optimizer = Optimizer(testCase, parameters);
            var schedule = ScheduleOf(testCase);
            var (gradients, expected) = (Array(name, "grads"), Array(name, "params"));
            for (var step = 0; step < 20; step++)
            {
                optimizer.LearningRate = schedule.At(step);
                var count = gradients.Length / 20;
                SetGradients(testCase, parameters, gradients.AsSpan(step * count, count), dtype);
                optimizer.Step();
                var (absolute, relative) = dtype == DType.Float64 ? (1e-12, 1e-10) : (1e-5, 1e-4);
                AllClose(expected[(step * count)..((step + 1) * count)],
                    [.. parameters.SelectMany(parameter => parameter.ToDoubles())], absolute, relative,
                    $"{name} in {dtype}, step {step}");
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void RatesFollowTheSchedule(string name)
    {
        var schedule = ScheduleOf(CaseOf(name));
        var rates = Array(name, "lr");
        AllClose(rates, [.. Enumerable.Range(0, rates.Length).Select(schedule.At)], 1e-12, 1e-10);
    }

    /// <summary>The stored gradients are those after clipping: stretched to the stored norm, they must come back.</summary>
    [Fact]
    public void ClippedGradientsAreTheStoredOnes()
    {
        const string name = "sgd_clip_norm";
        var testCase = CaseOf(name);
        var largest = testCase.Attribute("clip_norm").GetDouble();
        var (clipped, norms) = (Array(name, "grads"), Array(name, "grad_norm_before_clip"));
        var count = clipped.Length / norms.Length;
        var parameters = Split(testCase, Array(name, "params_before"), DType.Float64);
        using var optimizer = Optimizer(testCase, parameters);
        for (var step = 0; step < norms.Length; step++)
        {
            var stretch = (norms[step] + 1e-6) / largest;
            double[] raw = [.. clipped.Skip(step * count).Take(count).Select(value => value * stretch)];
            SetGradients(testCase, parameters, raw, DType.Float64);
            Assert.Equal(norms[step], optimizer.ClipGradNorm(largest), 1e-9);
            AllClose(clipped[(step * count)..((step + 1) * count)],
                [.. parameters.SelectMany(parameter => parameter.Grad!.ToDoubles())], 1e-12);
        }
    }

    private static JsonElement CaseOf(string name) => Golden.Case("optim.json", name);

    private static double[] Array(string name, string array) => GoldenArrays.Of("optim.npz")[name, array].ToDoubles();

    private static Shape[] Shapes(JsonElement testCase) =>
        [.. testCase.Attribute("shapes").EnumerateArray().Select(shape => new Shape(shape.Ints()))];

    private static Tensor[] Split(JsonElement testCase, ReadOnlySpan<double> values, DType dtype)
    {
        var parameters = new List<Tensor>();
        foreach (var shape in Shapes(testCase))
        {
            parameters.Add(Tensor.FromDoubles(values[..(int)shape.Count], shape, dtype).WithGrad());
            values = values[(int)shape.Count..];
        }
        return [.. parameters];
    }

    private static void SetGradients(JsonElement testCase, Tensor[] parameters, ReadOnlySpan<double> values, DType dtype)
    {
        foreach (var (parameter, gradient) in parameters.Zip(Split(testCase, values, dtype)))
        {
            parameter.ZeroGrad();
            parameter.Grad = gradient;
        }
    }

    private static Optimizer Optimizer(JsonElement testCase, Tensor[] parameters)
    {
        var attributes = testCase.GetProperty("attrs");
        double Number(string name, double otherwise) =>
            attributes.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
        bool Flag(string name) => attributes.TryGetProperty(name, out var value) && value.GetBoolean();
        var betas = attributes.TryGetProperty("betas", out var pair) ? pair.Doubles() : [0.9, 0.999];
        var (rate, epsilon) = (Number("lr", 0), Number("eps", 1e-8));
        return attributes.GetProperty("optimizer").GetString() switch
        {
            "sgd" => new Sgd(parameters, rate, Number("momentum", 0), Number("dampening", 0), Number("weight_decay", 0),
                Flag("nesterov")),
            "adam" => new Adam(parameters, rate, betas[0], betas[1], epsilon, Number("weight_decay", 0), Flag("amsgrad")),
            "adamw" => new AdamW(parameters, rate, betas[0], betas[1], epsilon, Number("weight_decay", 0.01), Flag("amsgrad")),
            var other => throw new InvalidOperationException($"no optimizer {other}"),
        };
    }

    private static Schedule ScheduleOf(JsonElement testCase)
    {
        var rate = testCase.Attribute("lr").GetDouble();
        var arguments = testCase.Attribute("schedule_args");
        int Whole(string name) => arguments.GetProperty(name).GetInt32();
        double Real(string name) => arguments.GetProperty(name).GetDouble();
        return testCase.Attribute("schedule").GetString() switch
        {
            "constant" => new ConstantRate(rate),
            "step" => new StepDecay(rate, Whole("step"), Real("gamma")),
            "multistep" => new MultiStepDecay(rate, arguments.GetProperty("milestones").Ints(), Real("gamma")),
            "cosine" => new CosineDecay(rate, Whole("t_max"), Real("eta_min")),
            "warmup_cosine" => new WarmUp(Whole("warmup"),
                new CosineDecay(rate, Whole("total") - Whole("warmup"), Real("eta_min"))),
            var other => throw new InvalidOperationException($"no schedule {other}"),
        };
    }
}
