using Equivariant.Metrics;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Training;

/// <summary>Each kind of label is trained with its own loss and scored as MedMNIST's evaluator does.</summary>
public sealed class TaskScoreTests : FolderTests
{
    private const int Count = 12, Size = 8;

    [Theory]
    [InlineData(LabelTask.BinaryClass, 2, 2)]
    [InlineData(LabelTask.MultiClass, 3, 2)]
    [InlineData(LabelTask.OrdinalRegression, 5, 2)]
    [InlineData(LabelTask.MultiLabel, 3, 2)]
    [InlineData(LabelTask.BinaryClass, 2, 3)]
    [InlineData(LabelTask.MultiLabel, 3, 3)]
    public void ScoresFollowFromTheLogits(LabelTask task, int classes, int rank)
    {
        var data = Data(task, classes, rank);
        var config = new TrainConfig
        {
            Data = "made",
            Model = new() { Name = "small-cnn", Width = 2, KernelSizes = [3], Classes = classes, Rank = rank },
            InputSize = Size,
            Epochs = 2,
            BatchSize = 5,
            LearningRate = 1e-2,
        };
        using var run = TrainingRun.Start(Folder.Path, config, data, force: true);
        run.Run();

        var logits = Logits(run, data.Validation);
        var labels = Enumerable.Range(0, Count).Select(i => data.Validation.LabelsOf(i).ToArray()).ToArray();
        var (loss, accuracy) = task == LabelTask.MultiLabel ? SeveralLabels(logits, labels) : OneLabel(logits, labels);
        var report = run.Epochs[^1];
        Assert.Equal(loss, report.ValidationLoss, 1e-4);
        Assert.Equal(accuracy, report.ValidationAccuracy, 1e-9);
        Assert.Equal(MeanArea(task, logits, labels), report.ValidationAuc!.Value, 1e-9);
        Assert.True(run.Epochs[1].TrainLoss != run.Epochs[0].TrainLoss);
    }

    [Fact]
    public void LabelSmoothingIsNotForSeveralLabels() => Refused<DataException>(
        () => TrainingRun.Start(Folder.Path, new TrainConfig
        {
            Data = "made",
            Model = new() { Name = "small-cnn", Width = 2, KernelSizes = [3], Classes = 3 },
            InputSize = Size,
            LabelSmoothing = 0.1,
        }, Data(LabelTask.MultiLabel, 3, 2)), "label smoothing");

    private static DataSplits Data(LabelTask task, int classes, int rank)
    {
        ImageSet Split(int seed)
        {
            var random = new Random(seed);
            var pixels = new byte[Count * (int)Math.Pow(Size, rank)];
            random.NextBytes(pixels);
            var labels = task == LabelTask.MultiLabel
                ? Enumerable.Range(0, Count * classes).Select(i => (i / classes + i % classes) % 2).ToArray()
                : [.. Enumerable.Range(0, Count).Select(i => i % classes)];
            Shape shape = [1, .. Enumerable.Repeat(Size, rank)];
            return ImageSet.FromBytes("made", pixels, shape, labels, new LabelInfo(task, classes));
        }
        return new DataSplits("made", "", "", Split(1), Split(2), Split(3));
    }

    private static double[][] Logits(TrainingRun run, ImageSet images)
    {
        run.Network.Eval();
        using var tape = Tape.NoGrad();
        var loader = new BatchLoader(images, Pipelines.Evaluation(run.Config), new() { BatchSize = Count }, new Rng(0));
        var batch = loader.Epoch(0).Single();
        var logits = run.Network.Forward(tape.Own(batch.ToTensor())).ToArray<float>();
        return [.. logits.Chunk(logits.Length / Count).Select(row => Array.ConvertAll(row, logit => (double)logit))];
    }

    private static (double Loss, double Accuracy) OneLabel(double[][] logits, int[][] labels) => (
        logits.Zip(labels, (row, label) => Math.Log(row.Sum(Math.Exp)) - row[label[0]]).Average(),
        logits.Zip(labels, (row, label) => Array.IndexOf(row, row.Max()) == label[0] ? 1.0 : 0).Average());

    private static (double Loss, double Accuracy) SeveralLabels(double[][] logits, int[][] labels)
    {
        var pairs = logits.Zip(labels).SelectMany(image => image.First.Zip(image.Second)).ToArray();
        return (
            pairs.Average(pair => Math.Log(1 + Math.Exp(pair.First)) - (pair.Second * pair.First)),
            pairs.Average(pair => pair.First > 0 == (pair.Second == 1) ? 1.0 : 0));
    }

    /// <summary>The share of pairs of a positive and a negative that are in order, averaged over the classes that the evaluator
    /// takes: the last of two, else all.</summary>
    private static double MeanArea(LabelTask task, double[][] logits, int[][] labels)
    {
        var classes = logits[0].Length;
        return Enumerable.Range(task == LabelTask.BinaryClass ? 1 : 0, task == LabelTask.BinaryClass ? 1 : classes).Average(c =>
        {
            var scored = logits.Zip(labels, (row, label) => (
                Score: task == LabelTask.MultiLabel ? row[c] : row[c] - Math.Log(row.Sum(Math.Exp)),
                Positive: task == LabelTask.MultiLabel ? label[c] == 1 : label[0] == c)).ToArray();
            return (from positive in scored.Where(s => s.Positive)
                    from negative in scored.Where(s => !s.Positive)
                    select positive.Score > negative.Score ? 1.0 : positive.Score == negative.Score ? 0.5 : 0).Average();
        });
    }
}
