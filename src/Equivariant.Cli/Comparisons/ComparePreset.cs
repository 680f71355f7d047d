using Equivariant.Cli.Devices;
using Equivariant.Cli.Hosting;
using Equivariant.Cli.Terminals;
using Equivariant.Comparison;

namespace Equivariant.Cli.Comparisons;

/// <summary>
/// A comparison that <c>compare --preset NAME</c> runs. A new one is one new class with a constructor without parameters; it is
/// found by reflection.
/// </summary>
internal abstract class ComparePreset
{
    /// <summary>All presets, in the order of their names.</summary>
    public static IReadOnlyList<ComparePreset> All { get; } = Registry.All<ComparePreset>(preset => preset.Name);

    /// <summary>As it is typed.</summary>
    public abstract string Name { get; }

    /// <summary>What is compared, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>The names that <c>--models</c> takes.</summary>
    public abstract IReadOnlyList<string> Models { get; }

    /// <summary>Those of <see cref="Models"/> that are compared if none are named.</summary>
    public virtual IReadOnlyList<string> UsualModels => Models;

    /// <summary>Names of the options that not every preset takes, as far as this one takes them.</summary>
    public abstract IReadOnlyList<string> Takes { get; }

    /// <summary>Does it, or goes on with it.</summary>
    public abstract Outcome Run(CompareRequest request);

    /// <summary>Trains and tests what is not done yet.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="data">The data in front of the titles, or nothing.</param>
    /// <param name="testing">What testing is called.</param>
    /// <param name="says">A test in a line.</param>
    /// <param name="seedDone">Called when another seed is done with all models, but for the last one.</param>
    protected static void TrainAndTest<TModel, TTested, TMeasured>(
        Invocation invocation, ModelComparison<TModel, TTested, TMeasured> comparison, string data, string testing,
        Func<TTested, string> says, Action? seedDone = null)
        where TModel : IComparedModel
        where TTested : class
        where TMeasured : class
    {
        var trainings = comparison.Trainings;
        if (trainings.All(training => comparison.Tested(training.Model, training.Seed) is not null))
            return;
        using var device = invocation.OpenDevice();
        for (var i = 0; i < trainings.Count; i++)
        {
            var (model, seed) = trainings[i];
            if (comparison.Tested(model, seed) is not null)
                continue;
            var title = $"{data}[{i + 1}/{trainings.Count}] {model.Name}, seed {seed}";
            TrainingView.Show(invocation.Terminal, title,
                progress => comparison.Train(model, seed, device, progress, invocation.Stop));
            var tested = WorkView.Show(invocation.Terminal, $"{title}: {testing}",
                progress => comparison.Test(model, seed, device, progress, invocation.Stop));
            invocation.Terminal.Error.WriteLine($"{title}: {says(tested)}");
            if (i + 1 < trainings.Count && trainings[i + 1].Seed != seed)
                seedDone?.Invoke();
        }
    }

    /// <summary>Measures times and memory on the timing device, unless that was done or is not wanted.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="what">What is measured.</param>
    protected static void Measure<TModel, TTested, TMeasured>(
        CompareRequest request, ModelComparison<TModel, TTested, TMeasured> comparison, string what)
        where TModel : IComparedModel
        where TTested : class
        where TMeasured : class
    {
        if (request.NoTiming || comparison.IsMeasured)
            return;
        var invocation = request.Invocation;
        using var device = DeviceCatalogue.Open(request.TimingDevice ?? "cpu", invocation.Threads);
        WorkView.Show(invocation.Terminal, $"measuring {what} on {device.Id} ({device.Name})", progress =>
        {
            comparison.Measure(device, request.Quick ? 3 : 7, progress, invocation.Stop);
            return true;
        });
    }
}
