using Equivariant.Data;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>A model of a comparison, by the name that results and folders have for it.</summary>
internal interface IComparedModel
{
    string Name { get; }
}

/// <summary>
/// A comparison of models: all are trained with one budget from several seeds, then tested, then timed in turns. Each finished
/// piece of work is kept in a folder and not repeated; a stopped training resumes from its last epoch. No other process can use
/// the folder until the comparison is disposed of.
/// </summary>
internal abstract class ModelComparison<TModel, TTested, TMeasured>(
    DataSet data, IReadOnlyList<TModel> models, int seeds, ulong firstSeed, int epochs, ComparisonFolder folder) : IDisposable
    where TModel : IComparedModel
{
    public IReadOnlyList<TModel> Models => models;

    public IReadOnlyList<ulong> Seeds { get; } = [.. Enumerable.Range(0, seeds).Select(i => firstSeed + (ulong)i)];

    /// <summary>The trainings, seed by seed: if time runs out, there is something of every model.</summary>
    public IReadOnlyList<(TModel Model, ulong Seed)> Trainings =>
        [.. Seeds.SelectMany(seed => Models.Select(model => (model, seed)))];

    public bool IsMeasured => Models.All(IsMeasuredWhole);

    /// <summary>The most bytes that tensors hold during a step of any of the trainings.</summary>
    public long StepBytes => Models.Max(model => TrainingMemory.OfStep(ConfigOf(model, Seeds[0])));

    private protected ComparisonFolder Folder => folder;

    /// <summary>Trains a model to the end, from where it was. Several models may be trained at a time, each on its own
    /// device.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the last finished epoch is kept.</exception>
    public void Train(
        TModel model, ulong seed, Device device, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (IsTrained(model, seed))
            return;
        var run = RunOf(model, seed);
        using var training = File.Exists(run.Config) ? TrainingRun.Resume(run.Path, data, device)
            : TrainingRun.Start(run.Path, ConfigOf(model, seed), data, device, force: true);
        training.Run(progress, cancellation);
    }

    public bool IsTrained(TModel model, ulong seed) =>
        Epochs(model, seed).Count >= epochs && File.Exists(RunOf(model, seed).Best);

    public IReadOnlyList<EpochReport> Epochs(TModel model, ulong seed) => RunOf(model, seed).ReadMetrics();

    /// <summary>Null where the model was not tested yet.</summary>
    public TTested? Tested(TModel model, ulong seed) => Folder.Read<TTested>(TestFile(model, seed));

    public TTested Test(
        TModel model, ulong seed, Device device, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Tested(model, seed) is { } done)
            return done;
        using var trained = TrainedModel.Open(RunOf(model, seed).Path, device);
        var tested = TestOf(trained, model, seed, device, progress, cancellation);
        Folder.Write(TestFile(model, seed), tested);
        return tested;
    }

    /// <summary>Null where the model was not measured yet.</summary>
    public TMeasured? Measured(TModel model) => Folder.Read<TMeasured>(MeasureFile(model));

    /// <summary>Measures all models in turns, unless that was done.</summary>
    public void Measure(Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (!IsMeasured)
            MeasureAll(device, rounds, progress, cancellation);
    }

    public void Dispose() => folder.Dispose();

    private protected static string MeasureFile(TModel model) => $"measured/{model.Name}.json";

    private protected RunFolder RunOf(TModel model, ulong seed) => new(Folder.Run(model.Name, seed));

    private protected virtual bool IsMeasuredWhole(TModel model) => Measured(model) is not null;

    private protected abstract TrainConfig ConfigOf(TModel model, ulong seed);

    private protected abstract TTested TestOf(
        TrainedModel trained, TModel model, ulong seed, Device device, IProgress<double>? progress,
        CancellationToken cancellation);

    private protected abstract void MeasureAll(
        Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation);

    private static string TestFile(TModel model, ulong seed) => $"tests/{model.Name}-seed{seed}.json";
}
