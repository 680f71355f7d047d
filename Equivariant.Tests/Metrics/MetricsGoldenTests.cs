using System.Text.Json;
using Equivariant.Metrics;

namespace Equivariant.Tests.Metrics;

/// <summary>Every number of every case of the golden metrics suite, to 1e-9, integers exact.</summary>
public class MetricsGoldenTests
{
    private static GoldenArrays Arrays => GoldenArrays.Of("metrics.npz");

    [Fact]
    public void EveryGoldenCaseIsReproduced()
    {
        var cases = Golden.Cases("metrics.json");
        Assert.NotEmpty(cases);
        foreach (var golden in cases)
        {
            switch (golden.Op())
            {
                case "binary_ranking": CheckBinary(golden); break;
                case "multiclass": CheckMultiClass(golden); break;
                case "medmnist_evaluator": CheckEvaluator(golden); break;
                case "overlap": CheckOverlap(golden); break;
                case "cremi_metrics": CheckSegmentation(golden); break;
                case "border_mask": CheckBorderMask(golden); break;
                default: Assert.Fail($"{golden.Name()}: no test knows the operation {golden.Op()}"); break;
            }
        }
    }

    private static void CheckBinary(JsonElement golden)
    {
        var name = golden.Name();
        int[] labels = Arrays[name, "labels"].ToInts();
        float[] scores = Arrays[name, "scores"].ToFloats();
        var full = RocCurve.Of(labels, scores, dropIntermediate: false);
        var drawn = RocCurve.Of(labels, scores);
        var recall = PrecisionRecallCurve.Of(labels, scores);
        var matrix = new ConfusionMatrix(labels, Array.ConvertAll(scores, score => score > 0.5f ? 1 : 0), 2);

        using var pixels = new PixelRanking(bufferedScores: 7);
        pixels.Add(Array.ConvertAll(labels, label => (byte)label), scores);
        Assert.Equal(RocAuc.Binary(labels, scores), pixels.Score().RocAuc, 12);
        Assert.Equal(recall.AveragePrecision, pixels.Score().AveragePrecision, 12);

        Same(golden, new()
        {
            ["roc_auc"] = [RocAuc.Binary(labels, scores)],
            ["average_precision"] = [recall.AveragePrecision],
            ["pr_auc_trapezoid"] = [recall.TrapezoidArea],
            ["accuracy_at_strict_05"] = [Accuracy.AtThreshold(labels, scores)],
            ["brier"] = [BrierScore.Of(labels, scores)],
            ["confusion"] = Counts(matrix),
            ["balanced_accuracy"] = [matrix.BalancedAccuracy],
            ["f1"] = [matrix.F1(1)],
            ["precision"] = [matrix.Precision(1)],
            ["recall"] = [matrix.Recall(1)],
            ["mcc"] = [matrix.Matthews],
            ["roc_points"] = [.. Enumerable.Range(0, drawn.Thresholds.Count).SelectMany(i => new double?[]
                { drawn.FalsePositiveRates[i], drawn.TruePositiveRates[i], drawn.Thresholds[i] })],
        });
        foreach (var (array, actual) in new[]
        {
            ("fpr_full", full.FalsePositiveRates), ("tpr_full", full.TruePositiveRates), ("thresholds_full", full.Thresholds),
            ("precision", recall.Precision), ("recall", recall.Recall), ("pr_thresholds", recall.Thresholds),
        })
            Close($"{name} {array}", Arrays[name, array].ToDoubles().Select(value => (double?)value), [.. actual]);
    }

    private static void CheckMultiClass(JsonElement golden)
    {
        var name = golden.Name();
        var classes = golden.Attribute("classes").GetInt32();
        int[] labels = Arrays[name, "labels"].ToInts();
        float[] scores = Arrays[name, "scores"].ToFloats();
        var predicted = Accuracy.ArgMax(scores, classes);
        var matrix = new ConfusionMatrix(labels, predicted, classes);
        var score = MedMnistEvaluator.Evaluate(LabelTask.MultiClass, labels, scores, classes);
        Assert.Equal(Arrays[name, "predicted"].ToInts(), predicted);
        Same(golden, new()
        {
            ["auc_per_class_ovr"] = [.. RocAuc.OneVersusRest(labels, scores, classes)],
            ["auc_ovr_macro"] = [RocAuc.MultiClass(labels, scores, classes)],
            ["accuracy"] = [matrix.Accuracy],
            ["confusion_rows_true"] = Counts(matrix),
            ["balanced_accuracy"] = [matrix.BalancedAccuracy],
            ["f1_macro"] = [matrix.MacroF1],
            ["f1_micro"] = [matrix.Accuracy],
            ["f1_weighted"] = [matrix.WeightedF1],
            ["f1_per_class"] = [.. Enumerable.Range(0, classes).Select(matrix.F1)],
            ["kappa"] = [matrix.Kappa],
            ["kappa_quadratic"] = [matrix.QuadraticKappa],
            ["top2_accuracy"] = [Accuracy.TopK(labels, scores, classes, 2)],
            ["evaluator_auc"] = [score.Auc],
            ["evaluator_acc"] = [score.Accuracy],
        });
    }

    private static void CheckEvaluator(JsonElement golden)
    {
        var (labels, scores) = (Arrays[golden.Name(), "labels"], Arrays[golden.Name(), "scores"]);
        // As in "ordinal-regression", or "multi-label, binary-class".
        var name = golden.Attribute("task").GetString()!.Split(',')[0].Replace("-", "");
        var task = Enum.Parse<LabelTask>(name, ignoreCase: true);
        var columns = scores.Shape.Length == 2 ? scores.Shape[1] : 1;
        var score = MedMnistEvaluator.Evaluate(task, labels.ToInts(), scores.ToFloats(), columns);
        Same(golden, new() { ["auc"] = [score.Auc], ["acc"] = [score.Accuracy] });
    }

    private static void CheckOverlap(JsonElement golden)
    {
        int[] truth = Arrays[golden.Name(), "truth"].ToInts(), predicted = Arrays[golden.Name(), "predicted"].ToInts();
        var classes = golden.Attribute("classes").GetInt32();
        var overlaps = Overlap.PerClass(truth, predicted, classes);
        Same(golden, new()
        {
            ["mean_dice_defined"] = [Overlap.MeanDice(overlaps)],
            ["mean_iou_defined"] = [Overlap.MeanIou(overlaps)],
            ["pixel_accuracy"] = [new ConfusionMatrix(truth, predicted, classes).Accuracy],
            // In the order of the names: class, dice, intersection, iou, predicted, truth.
            ["per_class"] = [.. overlaps.SelectMany((overlap, i) => new[]
                { i, overlap.Dice, overlap.Intersection, overlap.Iou, overlap.Predicted, overlap.Truth })],
        });
    }

    private static void CheckSegmentation(JsonElement golden)
    {
        var addOne = golden.Attribute("add_one_to_truth").GetBoolean();
        var score = CremiScore.Of(new SegmentOverlaps(
            Ids(golden, "truth"), Ids(golden, "segmentation"), addOne ? SegmentOverlaps.CremiUnlabelled : 0));
        Same(golden, new()
        {
            ["voi_split"] = [score.Information.Split],
            ["voi_merge"] = [score.Information.Merge],
            ["adapted_rand_error"] = [score.Rand.Error],
            ["rand_precision"] = [score.Rand.Precision],
            ["rand_recall"] = [score.Rand.Recall],
            ["cremi_score"] = [score.Value],
        });
    }

    private static void CheckBorderMask(JsonElement golden)
    {
        var shape = Arrays[golden.Name(), "ids"].Shape;
        var distance = golden.Attribute("max_dist").GetDouble();
        var mask = BorderMask.Of(Ids(golden, "ids"), shape[0], shape[1], shape[2], distance);
        Assert.Equal(Arrays[golden.Name(), "mask"].ToInts(), mask.Select(marked => marked ? 1 : 0));
    }

    private static ulong[] Ids(JsonElement golden, string array) => Arrays[golden.Name(), array].ToIds();

    private static double?[] Counts(ConfusionMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Classes * matrix.Classes).Select(i => matrix[i / matrix.Classes, i % matrix.Classes])];

    /// <summary>Compares all expected values of a case, and that there are no others.</summary>
    private static void Same(JsonElement golden, Dictionary<string, double?[]> actual)
    {
        var expected = golden.GetProperty("expected").EnumerateObject().ToDictionary(value => value.Name, value => value.Value);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, values) in actual)
            Close($"{golden.Name()} {name}", Flatten(expected[name]), values);
    }

    private static void Close(string what, IEnumerable<double?> expected, double?[] actual)
    {
        Assert.Equal(expected.Count(), actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.True(e is null == a is null && !(Math.Abs((e ?? 0) - (a ?? 0)) > 1e-9), $"{what}: expected {e}, got {a}");
    }

    private static IEnumerable<double?> Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.Object => element.EnumerateObject().OrderBy(value => value.Name, StringComparer.Ordinal)
            .SelectMany(value => Flatten(value.Value)),
        JsonValueKind.Null => [null],
        _ => [element.GetDouble()],
    };
}
