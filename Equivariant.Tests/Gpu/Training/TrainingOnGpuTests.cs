namespace Equivariant.Tests.Gpu;

/// <summary>Training on a GPU costs no hidden round trips and goes where it goes on the CPU.</summary>
public class TrainingOnGpuTests
{
    [Fact, Trait("Length", "Full")]
    public void AStepOfSreResNet18WaitsOnceAndCopiesThrice()
    {
        using var device = GpuDevices.Simulated();
        using var folder = new TemporaryFolder();
        var config = new TrainConfig
        {
            Data = "synthetic:shapes?size=16&train=12&validation=2&test=2&classes=2",
            // The width changes how long it takes, not what is copied.
            Model = new ModelConfig { Name = "sre-resnet18", InChannels = 1, Classes = 2, Width = 2 },
            InputSize = 8,
            BatchSize = 2,
            Epochs = 1,
            Optimizer = "sgd",
            SelectBy = "loss",
        };
        using var run = TrainingRun.Start(folder.Path, config, device: device);
        var readings = new List<TrafficCounters>();
        run.Run(new SynchronousProgress<TrainingProgress>(progress =>
        {
            if (progress.Finished is null)
                readings.Add(device.Traffic);
        }));
        Assert.Equal(6, readings.Count);
        for (var step = 1; step < readings.Count; step++)
        {
            var cost = readings[step] - readings[step - 1];
            // The loss of a step is read behind the launches of the next one; the last reading has none.
            Assert.True(cost.Launches > 100 || step == readings.Count - 1, $"{cost}");
            Assert.True(cost.Synchronisations <= 1, $"{cost}");
            Assert.True(cost.CopiesIn + cost.CopiesOut <= 3, $"{cost}");
            Assert.True(cost.BytesOut <= 4, $"{cost}");
        }
    }

    [Fact]
    public void FiftyStepsFollowTheCpuOnTheSimulatedGpu() => FollowsTheCpu(Gpus.Simulated);

    [RealGpuFact]
    public void FiftyStepsFollowTheCpuOnARealDevice() => FollowsTheCpu(Gpus.RealTuned);

    private static void FollowsTheCpu(Device gpu)
    {
        var expected = Losses(Device.Cpu);
        var actual = Losses(gpu);
        Assert.True(expected[^1] < 0.7 * expected[0], $"no training: {expected[0]} to {expected[^1]}");
        AllClose(expected, actual, 1e-3, 1e-3, "losses");
    }

    private static double[] Losses(Device device)
    {
        var rng = new Rng(11);
        using var network = ConvNet.Small(1, 3, new Initializer(rng.Fork("weights"), device), RingConvs.Sre, width: 4, stages: 1);
        using var optimizer = new Sgd(network.NamedParameters().Select(parameter => parameter.Value), 0.05, momentum: 0.9);
        var data = rng.Fork("data");
        int[] labels = [0, 1, 2, 0, 1, 2];
        using var x = data.NextTensor([6, 1, 8, 8], device: device);
        using var targets = Tensor.From(labels, [6], device);
        var losses = new double[50];
        for (var step = 0; step < losses.Length; step++)
        {
            using (var tape = Tape.Record())
            {
                var loss = Ops.CrossEntropy(network.Forward(x), targets);
                tape.Backward(loss);
                losses[step] = loss.Item();
            }
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        return losses;
    }
}
