using Equivariant.Data;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>A model of a comparison.</summary>
internal interface IComparedModel
{
    /// <summary>As results and folders name it.</summary>
    string Name { get; }
}

/// <summary>
/// What comparisons have in common: models trained with one budget from several seeds, then tested, then measured in turns. Every
/// finished piece is kept in a folder and not done again; a training that was stopped goes on from its last epoch. The folder is
/// this comparison's alone until it is disposed of.
/// </summary>
/// <typeparam name="TModel">The models.</typeparam>
/// <typeparam name="TTested">What a test says.</typeparam>
/// <typeparam name="TMeasured">What a measurement says.</typeparam>
internal abstract class ModelComparison<TModel, TTested, TMeasured> : IDisposable
    where TModel : IComparedModel
    where TTested : class
    where TMeasured : class
{
    private readonly DataSet data;
    private readonly int epochs;

    private protected ModelComparison(
        DataSet data, IReadOnlyList<TModel> models, int seeds, ulong firstSeed, int epochs, Func<ComparisonFolder> open)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        (this.data, Models, this.epochs) = (data, models, epochs);
        Seeds = [.. Enumerable.Range(0, seeds).Select(i => firstSeed + (ulong)i)];
        Folder = open();
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<TModel> Models { get; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The trainings, seed by seed: if time runs out, there is something of every model.</summary>
    public IReadOnlyList<(TModel Model, ulong Seed)> Trainings =>
        [.. Seeds.SelectMany(seed => Models.Select(model => (model, seed)))];

    /// <summary>Whether all models are measured.</summary>
    public bool IsMeasured => Models.All(IsMeasuredWhole);

    /// <summary>The most bytes that tensors hold during a step of any of the trainings.</summary>
    internal long StepBytes => Models.Max(model => TrainingMemory.OfStep(ConfigOf(model, Seeds[0])));

    private protected ComparisonFolder Folder { get; }

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

    /// <summary>Whether all epochs are done.</summary>
    public bool IsTrained(TModel model, ulong seed) =>
        Epochs(model, seed).Count >= epochs && File.Exists(RunOf(model, seed).Best);

    /// <summary>How a training went.</summary>
    public IReadOnlyList<EpochReport> Epochs(TModel model, ulong seed) => RunOf(model, seed).ReadMetrics();

    /// <summary>The test of a trained model; null where it was not tested yet.</summary>
    public TTested? Tested(TModel model, ulong seed) => Folder.Read<TTested>(TestFile(model, seed));

    /// <summary>Tests a trained model, unless that was done.</summary>
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

    /// <summary>What a model costs; null where it was not measured yet.</summary>
    public TMeasured? Measured(TModel model) => Folder.Read<TMeasured>(MeasureFile(model));

    /// <summary>Measures all models in turns, unless that was done.</summary>
    /// <param name="device">Where.</param>
    /// <param name="rounds">Measurements of each time.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Measure(Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (!IsMeasured)
            MeasureAll(device, rounds, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

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
