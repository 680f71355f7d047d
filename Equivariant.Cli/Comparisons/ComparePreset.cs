using Equivariant.Cli.Devices;
using Equivariant.Comparison;
using Equivariant.Cpu;

namespace Equivariant.Cli.Comparisons;

/// <summary>
/// A comparison that <c>compare --preset NAME</c> runs. A new one is one new class with a constructor without parameters; it is
/// found by reflection.
/// </summary>
internal abstract class ComparePreset
{
    /// <summary>All presets, in the order of their names.</summary>
    public static IReadOnlyList<ComparePreset> All { get; } = Registry.All<ComparePreset>(preset => preset.Name);

    public abstract string Name { get; }

    /// <summary>The names that <c>--models</c> takes.</summary>
    public abstract IReadOnlyList<string> Models { get; }

    /// <summary>The models that are compared if none are named.</summary>
    public virtual IReadOnlyList<string> UsualModels => Models;

    /// <summary>Names of the options that not every preset takes, as far as this one takes them.</summary>
    public abstract IReadOnlyList<string> Takes { get; }

    /// <summary>Runs the comparison, or continues it.</summary>
    public abstract Outcome Run(CompareRequest request);

    /// <summary>Trains and tests what is not done yet, several models at a time where that was asked for or is faster.</summary>
    /// <param name="request">The call.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="data">What the titles begin with.</param>
    /// <param name="testing">What testing is called.</param>
    /// <param name="says">The result of a test in a line.</param>
    /// <param name="seedDone">Called when all models of a seed are tested, except for the last seed.</param>
    protected static void TrainAndTest<TModel, TTested, TMeasured>(
        CompareRequest request, ModelComparison<TModel, TTested, TMeasured> comparison, string data, string testing,
        Func<TTested, string> says, Action? seedDone = null)
        where TModel : IComparedModel
    {
        var all = comparison.Trainings;
        var open = Enumerable.Range(0, all.Count).Where(i => !IsDone(all[i])).ToArray();
        if (open.Length == 0)
            return;
        var (invocation, devices, gate) = (request.Invocation, OpenDevices(request, comparison, open.Length), new Lock());
        try
        {
            WorkBoard.Show(invocation.Terminal, board =>
            {
                if (devices.Length > 1)
                    board.Line($"{devices.Length} trainings at a time, each on {devices[0].Id} ({devices[0].Name})");
                TrainingLanes.Run(open, devices, (i, device, stop) => TrainAndTestOne(board, i, device, stop), invocation.Stop);
                return true;
            });
        }
        finally
        {
            foreach (var device in devices)
                device.Dispose();
        }

        void TrainAndTestOne(WorkBoard board, int i, Device device, CancellationToken stop)
        {
            var (model, seed) = all[i];
            var title = $"{data}[{i + 1}/{all.Count}] {model.Name}, seed {seed}";
            TrainingView.Show(board, title, progress => comparison.Train(model, seed, device, progress, stop));
            var tested = WorkView.Show(board, $"{title}: {testing}",
                progress => comparison.Test(model, seed, device, progress, stop));
            board.Line($"{title}: {says(tested)}");
            lock (gate)
            {
                if (all.Where(other => other.Seed == seed).All(IsDone) && !all.All(IsDone))
                    seedDone?.Invoke();
            }
        }

        bool IsDone((TModel Model, ulong Seed) training) => comparison.Tested(training.Model, training.Seed) is not null;
    }

    /// <summary>Measures times and memory on the timing device, unless that was done or is not wanted.</summary>
    protected static void Measure<TModel, TTested, TMeasured>(
        CompareRequest request, ModelComparison<TModel, TTested, TMeasured> comparison, string what)
        where TModel : IComparedModel
    {
        if (request.Value(request.Options.NoTiming) || comparison.IsMeasured)
            return;
        var invocation = request.Invocation;
        using var device = DeviceCatalogue.Open(request.Value(request.Options.TimingDevice) ?? "cpu", invocation.Threads);
        WorkView.Show(invocation.Terminal, $"measuring {what} on {device.Id} ({device.Name})", progress =>
        {
            comparison.Measure(device, request.Quick ? 3 : 7, progress, invocation.Stop);
            return true;
        });
    }

    /// <summary>A device for each training at a time.</summary>
    private static Device[] OpenDevices<TModel, TTested, TMeasured>(
        CompareRequest request, ModelComparison<TModel, TTested, TMeasured> comparison, int trainings)
        where TModel : IComparedModel
    {
        var device = request.Invocation.OpenDevice();
        var count = Math.Min(trainings, request.Value(request.Options.Parallel) ?? (device is CpuDevice { Threads: var cores }
            ? TrainingLanes.CountFor(trainings, cores, () => comparison.StepBytes, FreeBytes) : 1));
        if (count == 1)
            return [device];
        device.Dispose();
        return [.. Enumerable.Range(0, count).Select(_ => request.Invocation.OpenDevice(share: count))];
    }

    /// <summary>Memory of the machine, or its container, that nobody uses.</summary>
    private static long FreeBytes()
    {
        // What is used is known as of the last collection.
        GC.Collect();
        var memory = GC.GetGCMemoryInfo();
        return memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
    }
}
