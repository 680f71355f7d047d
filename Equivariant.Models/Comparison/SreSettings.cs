using Equivariant.Data;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>The budget that all models of a comparison have alike.</summary>
internal sealed record SreSettings
{
    /// <summary>How test images are turned, by name; the first is the headline: the paper's nearest pixel, mid-grey outside, no
    /// mask.</summary>
    public static IReadOnlyList<string> AllTurns { get; } =
        ["nearest", "bilinear", "nearest-disc", "bilinear-disc", "nearest-black", "bilinear-black"];

    /// <summary>ResNet-18 (R3D-18 for volumes) instead of the small CNN.</summary>
    public bool Full { get; init; }

    /// <summary>Channels of the first stage; null for the network's.</summary>
    public int? Width { get; init; }

    /// <summary>Edge length that images are resized to. A multiple of 8, so that exact networks are exact.</summary>
    public int InputSize { get; init; } = 32;

    public int Epochs { get; init; } = 30;

    public int BatchSize { get; init; } = 64;

    public string Optimizer { get; init; } = "adam";

    /// <summary>Learning rate, falling as a cosine to almost nothing.</summary>
    public double LearningRate { get; init; } = 2e-3;

    public double WeightDecay { get; init; }

    /// <summary>Random changes of training images that all models get; none of them turns or mirrors.</summary>
    public string Augment { get; init; } = "";

    /// <summary>Which epoch is tested: that of the best auc, accuracy or loss on the validation images.</summary>
    public string SelectBy { get; init; } = "auc";

    /// <summary>Which of <see cref="AllTurns"/>, with commas between them.</summary>
    public string Turns { get; init; } = AllTurns[0];

    /// <summary>The most images to train and to test on; the others are left out. 0 for all.</summary>
    public int TrainImages { get; init; }

    public int TestImages { get; init; }

    /// <summary>Images of a step and of a prediction that are timed.</summary>
    public int TimedBatch { get; init; } = 32;

    /// <summary>The first seed; the others follow.</summary>
    public ulong FirstSeed { get; init; } = 1;

    /// <summary>The budget for some data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="full">The full form, trained as by Du et al. 2025: SGD, cosine, no turns.</param>
    /// <param name="quick">Show that it runs, in minutes on two cores; the numbers mean nothing.</param>
    public static SreSettings For(DataSplits data, bool full, bool quick)
    {
        var volumes = data.Train.SpatialRank == 3;
        var largest = data.ImageShape.ToArray().Skip(1).Max();
        var settings = new SreSettings
        {
            Full = full,
            InputSize = volumes && quick ? 16 : (largest + 7) / 8 * 8,
            Augment = volumes ? "zoom:0.2,translate:0.1" : "crop:0.5-1,jitter:0.1,translate:0.1",
            Turns = quick ? "nearest" : volumes ? "nearest,nearest-black" : string.Join(',', AllTurns.Take(4)),
            TimedBatch = volumes ? 8 : 32,
            BatchSize = volumes ? 16 : 64,
        };
        if (full)
        {
            settings = settings with
            {
                Optimizer = "sgd",
                LearningRate = volumes ? 1e-2 : 2e-2,
                WeightDecay = 1e-3,
                Epochs = 100,
                BatchSize = volumes ? 16 : 128,
            };
        }
        return !quick ? settings : settings with
        {
            Width = 8,
            Epochs = volumes ? 3 : 6,
            BatchSize = volumes ? 8 : 32,
            Augment = "",
            SelectBy = "loss",
            TrainImages = volumes ? 96 : 800,
            TestImages = volumes ? 24 : 200,
            TimedBatch = 8,
        };
    }

    public DataSplits Part(DataSplits data) => new(data.Name, data.Description, data.Licence,
        AtMost(data.Train, TrainImages), AtMost(data.Validation, TestImages), AtMost(data.Test, TestImages));

    /// <summary>These settings, unless exact networks are not exact at their input size.</summary>
    /// <exception cref="ArgumentException">The size is no multiple of 8.</exception>
    public SreSettings Checked() => InputSize % 8 == 0 ? this : throw new ArgumentException(
        "Networks that halve images three times are exact on multiples of 8 pixels, not on "
        + $"{InputSize}; use {(InputSize + 7) / 8 * 8}.");

    public IEnumerable<(string Name, RotationOptions Options)> RotationTests() => Turns.Split(',').Select(name => (name,
        new RotationOptions
        {
            Interpolation = name.StartsWith("bilinear", StringComparison.Ordinal)
                ? Interpolation.Bilinear : Interpolation.Nearest,
            Disc = name.EndsWith("disc", StringComparison.Ordinal),
            // Normalised images reach from −1 to 1.
            Fill = name.EndsWith("black", StringComparison.Ordinal) ? -1 : 0,
        }));

    public TrainConfig Training(SreVariant variant, DataSplits data, ulong seed) => new()
    {
        Data = data.Name,
        Model = variant.Network(Full, data.Train.SpatialRank, data.Train.Channels, data.Labels.Classes, Width),
        InputSize = InputSize,
        Augment = new Pipeline([.. Pipeline.Parse(Augment).Steps, .. Pipeline.Parse(variant.Augment).Steps]).ToString(),
        Epochs = Epochs,
        BatchSize = BatchSize,
        Optimizer = Optimizer,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        SelectBy = SelectBy,
        Seed = seed,
    };

    private static ImageSet AtMost(ImageSet images, int most) =>
        most == 0 || images.Count <= most ? images : images.Range(0, most);
}
