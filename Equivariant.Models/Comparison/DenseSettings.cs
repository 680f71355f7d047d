using Equivariant.Data;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>The budget that all models of a comparison have alike.</summary>
internal sealed record DenseSettings
{
    public static DenseSettings Full { get; } = new();

    /// <summary>Shows that it runs, in minutes on two cores; the numbers mean nothing.</summary>
    public static DenseSettings Quick { get; } = new() { Epochs = 8, StepsPerEpoch = 20, BatchSize = 8, PatchSize = 64 };

    /// <summary>Channels of the stem.</summary>
    public int Width { get; init; } = 16;

    public int Epochs { get; init; } = 20;

    public int StepsPerEpoch { get; init; } = 30;

    public int BatchSize { get; init; } = 8;

    /// <summary>Edge of a patch, pixels.</summary>
    public int PatchSize { get; init; } = 128;

    /// <summary>Learning rate of Adam, falling as a cosine to almost nothing.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The first seed; the others follow.</summary>
    public ulong FirstSeed { get; init; } = 1;

    public TrainConfig Training(DenseVariant variant, DenseSplits data, ulong seed) => new()
    {
        Data = data.Name,
        Model = new()
        {
            Name = variant.Network,
            Width = Width,
            InChannels = data.Train.Channels,
            Classes = data.Classes,
        },
        InputSize = PatchSize,
        Augment = variant.Augment,
        Epochs = Epochs,
        StepsPerEpoch = StepsPerEpoch,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Seed = seed,
    };
}
