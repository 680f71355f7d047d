using Equivariant.Metrics;

namespace Equivariant.Tests.Metrics;

public class ClassificationTests
{
    [Fact]
    public void HandCountedMatrix()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1, 2], [0, 0, 1, 1, 0], 4);
        Assert.Equal(2, matrix[0, 0]);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(3.0 / 5, matrix.Accuracy, 12);
        // Class 3 is neither present nor predicted: it counts nowhere. Class 2 is present and never found.
        Assert.Equal((2.0 / 3 + 1 + 0) / 3, matrix.BalancedAccuracy, 12);
        Assert.Equal((4.0 / 6 + 2.0 / 3 + 0) / 3, matrix.MacroF1, 12);
        Assert.Equal(0, matrix.Precision(2));
        Assert.Equal(0, matrix.Recall(3));
    }

    [Fact]
    public void PerfectPredictionsScoreOne()
    {
        int[] labels = [0, 1, 2, 1];
        var matrix = new ConfusionMatrix(labels, labels, 3);
        double[] values =
            [matrix.Accuracy, matrix.BalancedAccuracy, matrix.MacroF1, matrix.WeightedF1, matrix.Kappa, matrix.Matthews];
        Assert.All(values, value => Assert.Equal(1, value, 12));
    }

    [Fact]
    public void TheFirstOfEqualScoresIsPredicted()
    {
        Assert.Equal([0, 1], Accuracy.ArgMax([1, 1, 0, 2], 2));
        Assert.Equal(0.5, Accuracy.MultiClass([0, 1], [1, 1, 1, 1], 2));
    }

    [Fact]
    public void TopKCountsTheClassesScoredHigher()
    {
        float[] scores = [3, 2, 1, 3, 2, 1, 3, 2, 1];
        Assert.Equal(1.0 / 3, Accuracy.TopK([0, 1, 2], scores, 3, 1), 12);
        Assert.Equal(2.0 / 3, Accuracy.TopK([0, 1, 2], scores, 3, 2), 12);
        Assert.Equal(1, Accuracy.TopK([0, 1, 2], scores, 3, 3));
        Assert.Equal(1, Accuracy.TopK([1], [5, 5], 2, 1));
    }

    [Fact]
    public void TheThresholdIsStrict()
    {
        Assert.Equal(1, Accuracy.AtThreshold([0], [0.5f]));
        Assert.Equal(0, Accuracy.AtThreshold([1], [0.5f]));
        Assert.Equal(1, Accuracy.AtThreshold([1], [MathF.BitIncrement(0.5f)]));
    }

    [Fact]
    public void OrdinalIsEvaluatedAsMultiClass()
    {
        int[] labels = [0, 1, 2, 1];
        float[] scores = [0.5f, 0.3f, 0.2f, 0.1f, 0.6f, 0.3f, 0.3f, 0.3f, 0.4f, 0.4f, 0.35f, 0.25f];
        Assert.Equal(
            MedMnistEvaluator.Evaluate(LabelTask.MultiClass, labels, scores, 3),
            MedMnistEvaluator.Evaluate(LabelTask.OrdinalRegression, labels, scores, 3));
    }

    [Fact]
    public void TheEvaluatorNamesWhatIsMissing()
    {
        Refused<UndefinedMetricException>(
            () => MedMnistEvaluator.Evaluate(LabelTask.MultiClass, [0, 2], [1, 0, 0, 0, 0, 1], 3), "class 1 is undefined");
        Refused<UndefinedMetricException>(() => MedMnistEvaluator.Evaluate(LabelTask.MultiLabel, [0, 0, 1, 0], [0, 0, 1, 0], 2),
            "label 1 is undefined: it is 0 for all 2");
        float[] scores = [0, 1, 1, 0];
        Refused<ArgumentException>(() => MedMnistEvaluator.Evaluate(LabelTask.BinaryClass, [0], scores, 2), "need 2 labels");
        Refused<ArgumentException>(() => MedMnistEvaluator.Evaluate(LabelTask.MultiLabel, [0, 1], scores, 2), "need 4 labels");
        Refused<ArgumentException>(() => MedMnistEvaluator.Evaluate(LabelTask.BinaryClass, [0], [0, 1, 1], 2), "not whole rows");
    }

    [Fact]
    public void WrongPredictionsAreRefused()
    {
        Refused<ArgumentException>(() => new ConfusionMatrix([0], [0, 1], 2), "1 labels do not fit 2");
        Refused<ArgumentException>(() => new ConfusionMatrix([0], [2], 2), "classes are 0 to 1");
        Refused<ArgumentException>(() => new ConfusionMatrix([0], [0], 0), "at least 1");
        Refused<ArgumentException>(() => Accuracy.TopK([0], [0, 1], 2, 3), "from 1 to 2");
        Assert.Throws<ArgumentOutOfRangeException>(() => (object)new ConfusionMatrix([0], [0], 1)[0, 1]);
    }
}
