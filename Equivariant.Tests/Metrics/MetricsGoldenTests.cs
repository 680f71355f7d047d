using System.Text.Json;
using Equivariant.Metrics;

namespace Equivariant.Tests.Metrics;

/// <summary>Every case of the golden metrics suite: integers exact, numbers to 1e-9.</summary>
public class MetricsGoldenTests
{
    private static GoldenArrays Arrays => GoldenArrays.Of("metrics.npz");

    [Fact]
    public void EveryGoldenCaseIsReproduced()
    {
        var cases = Golden.Cases("metrics.json");
        foreach (var golden in cases)
            Check(golden);
        Assert.NotEmpty(cases);
    }

    private static void Check(JsonElement golden)
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

    private static void CheckBinary(JsonElement golden)
    {
        var name = golden.Name();
        int[] labels = Arrays[name, "labels"].ToInts();
        float[] scores = Arrays[name, "scores"].ToFloats();
        var expected = new Expectation(golden);
        var full = RocCurve.Of(labels, scores, dropIntermediate: false);
        var drawn = RocCurve.Of(labels, scores);
        var recall = PrecisionRecallCurve.Of(labels, scores);
        var matrix = new ConfusionMatrix(labels, Array.ConvertAll(scores, score => score > 0.5f ? 1 : 0), 2);

        using var pixels = new PixelRanking(bufferedScores: 7);
        pixels.Add(Array.ConvertAll(labels, label => (byte)label), scores);
        Assert.Equal(RocAuc.Binary(labels, scores), pixels.Score().RocAuc, 12);
        Assert.Equal(recall.AveragePrecision, pixels.Score().AveragePrecision, 12);

        expected.Number("roc_auc", RocAuc.Binary(labels, scores));
        expected.Number("average_precision", recall.AveragePrecision);
        expected.Number("pr_auc_trapezoid", recall.TrapezoidArea);
        expected.Number("accuracy_at_strict_05", Accuracy.AtThreshold(labels, scores));
        expected.Number("brier", BrierScore.Of(labels, scores));
        expected.Matrix("confusion", matrix);
        expected.Number("balanced_accuracy", matrix.BalancedAccuracy);
        expected.Number("f1", matrix.F1(1));
        expected.Number("precision", matrix.Precision(1));
        expected.Number("recall", matrix.Recall(1));
        expected.Number("mcc", matrix.Matthews);
        expected.Numbers("roc_points", Enumerable.Range(0, drawn.Thresholds.Count).SelectMany(i =>
            new[] { drawn.FalsePositiveRates[i], drawn.TruePositiveRates[i], drawn.Thresholds[i] }));
        Assert.True(expected.AllUsed, $"{name}: unchecked {expected}");

        AllClose(Arrays[name, "fpr_full"].ToDoubles(), full.FalsePositiveRates, 1e-9);
        AllClose(Arrays[name, "tpr_full"].ToDoubles(), full.TruePositiveRates, 1e-9);
        AllClose(Arrays[name, "thresholds_full"].ToDoubles(), full.Thresholds, 1e-9);
        AllClose(Arrays[name, "precision"].ToDoubles(), recall.Precision, 1e-9);
        AllClose(Arrays[name, "recall"].ToDoubles(), recall.Recall, 1e-9);
        AllClose(Arrays[name, "pr_thresholds"].ToDoubles(), recall.Thresholds, 1e-9);
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
        var expected = new Expectation(golden);

        Assert.Equal(Arrays[name, "predicted"].ToInts(), predicted);
        expected.Numbers("auc_per_class_ovr", RocAuc.OneVersusRest(labels, scores, classes));
        expected.Number("auc_ovr_macro", RocAuc.MultiClass(labels, scores, classes));
        expected.Number("accuracy", matrix.Accuracy);
        expected.Matrix("confusion_rows_true", matrix);
        expected.Number("balanced_accuracy", matrix.BalancedAccuracy);
        expected.Number("f1_macro", matrix.MacroF1);
        expected.Number("f1_micro", matrix.Accuracy);
        expected.Number("f1_weighted", matrix.WeightedF1);
        expected.Numbers("f1_per_class", Enumerable.Range(0, classes).Select(matrix.F1));
        expected.Number("kappa", matrix.Kappa);
        expected.Number("kappa_quadratic", matrix.QuadraticKappa);
        expected.Number("top2_accuracy", Accuracy.TopK(labels, scores, classes, 2));
        expected.Number("evaluator_auc", score.Auc);
        expected.Number("evaluator_acc", score.Accuracy);
        Assert.True(expected.AllUsed, $"{name}: unchecked {expected}");
    }

    private static void CheckEvaluator(JsonElement golden)
    {
        var labels = Arrays[golden.Name(), "labels"];
        var scores = Arrays[golden.Name(), "scores"];
        var task = golden.Attribute("task").GetString() switch
        {
            "binary-class" => LabelTask.BinaryClass,
            "multi-class" => LabelTask.MultiClass,
            "ordinal-regression" => LabelTask.OrdinalRegression,
            "multi-label, binary-class" => LabelTask.MultiLabel,
            var other => throw new InvalidDataException($"There is no task '{other}'."),
        };
        var columns = scores.Shape.Length == 2 ? scores.Shape[1] : 1;
        var score = MedMnistEvaluator.Evaluate(task, labels.ToInts(), scores.ToFloats(), columns);
        var expected = new Expectation(golden);
        expected.Number("auc", score.Auc);
        expected.Number("acc", score.Accuracy);
        Assert.True(expected.AllUsed, $"{golden.Name()}: unchecked {expected}");
    }

    private static void CheckOverlap(JsonElement golden)
    {
        int[] truth = Arrays[golden.Name(), "truth"].ToInts(), predicted = Arrays[golden.Name(), "predicted"].ToInts();
        var classes = golden.Attribute("classes").GetInt32();
        var overlaps = Overlap.PerClass(truth, predicted, classes);
        var expected = new Expectation(golden);
        expected.Number("mean_dice_defined", Overlap.MeanDice(overlaps));
        expected.Number("mean_iou_defined", Overlap.MeanIou(overlaps));
        expected.Number("pixel_accuracy", new ConfusionMatrix(truth, predicted, classes).Accuracy);
        var rows = expected.Take("per_class").EnumerateArray().ToList();
        Assert.Equal(classes, rows.Count);
        foreach (var (row, overlap) in rows.Zip(overlaps))
        {
            Assert.Equal(row.GetProperty("intersection").GetInt64(), overlap.Intersection);
            Assert.Equal(row.GetProperty("truth").GetInt64(), overlap.Truth);
            Assert.Equal(row.GetProperty("predicted").GetInt64(), overlap.Predicted);
            Expectation.OptionalNumber(row.GetProperty("dice"), overlap.Dice, golden.Name());
            Expectation.OptionalNumber(row.GetProperty("iou"), overlap.Iou, golden.Name());
        }
        Assert.True(expected.AllUsed, $"{golden.Name()}: unchecked {expected}");
    }

    private static void CheckSegmentation(JsonElement golden)
    {
        var addOne = golden.Attribute("add_one_to_truth").GetBoolean();
        var overlaps = new SegmentOverlaps(
            Ids(golden, "truth"), Ids(golden, "segmentation"), addOne ? SegmentOverlaps.CremiUnlabelled : 0);
        var score = CremiScore.Of(overlaps);
        var expected = new Expectation(golden);
        expected.Number("voi_split", score.Information.Split);
        expected.Number("voi_merge", score.Information.Merge);
        expected.Number("adapted_rand_error", score.Rand.Error);
        expected.Number("rand_precision", score.Rand.Precision);
        expected.Number("rand_recall", score.Rand.Recall);
        expected.Number("cremi_score", score.Value);
        Assert.True(expected.AllUsed, $"{golden.Name()}: unchecked {expected}");
    }

    private static void CheckBorderMask(JsonElement golden)
    {
        var shape = Arrays[golden.Name(), "ids"].Shape;
        var distance = golden.Attribute("max_dist").GetDouble();
        var mask = BorderMask.Of(Ids(golden, "ids"), shape[0], shape[1], shape[2], distance);
        Assert.Equal(Arrays[golden.Name(), "mask"].ToInts(), mask.Select(marked => marked ? 1 : 0));
    }

    private static ulong[] Ids(JsonElement golden, string array) => Arrays[golden.Name(), array].ToIds();
}
