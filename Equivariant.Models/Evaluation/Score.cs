using Equivariant.Data;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>Scores of predictions.</summary>
/// <param name="Accuracy">As MedMNIST's evaluator defines it for the task.</param>
/// <param name="Auc">As MedMNIST's evaluator defines it; null where a class does not occur among the targets.</param>
/// <param name="BalancedAccuracy">Mean recall of the classes; null for multi-label data.</param>
/// <param name="MacroF1">Mean F1 of the classes; null for multi-label data.</param>
/// <param name="Confusion">Rows: true class, columns: predicted class; null for multi-label data.</param>
public sealed record Score(double Accuracy, double? Auc, double? BalancedAccuracy, double? MacroF1, long[][]? Confusion)
{
    /// <summary>Scores predictions.</summary>
    public static Score Of(Predictions predictions)
    {
        var (labels, targets) = (predictions.Labels, predictions.Targets);
        double accuracy;
        double? auc = null;
        try
        {
            var score = MedMnistEvaluator.Evaluate(labels.Task, targets, predictions.Probabilities, labels.Classes);
            (auc, accuracy) = (score.Auc, score.Accuracy);
        }
        catch (UndefinedMetricException)
        {
            // A small split may lack a class: its AUC is undefined, its accuracy is not.
            accuracy = labels.Task == LabelTask.MultiLabel
                ? Metrics.Accuracy.AtThreshold(targets, predictions.Probabilities, 0.5)
                : predictions.Decisions().Zip(targets, (decided, target) => decided == target ? 1.0 : 0).Average();
        }
        if (labels.Task == LabelTask.MultiLabel)
            return new Score(accuracy, auc, null, null, null);
        var confusion = new ConfusionMatrix(targets, Array.ConvertAll(predictions.Decisions(), decided => (int)decided),
            labels.Classes);
        var rows = Enumerable.Range(0, labels.Classes)
            .Select(truth => Enumerable.Range(0, labels.Classes).Select(predicted => confusion[truth, predicted]).ToArray())
            .ToArray();
        return new Score(accuracy, auc, confusion.BalancedAccuracy, confusion.MacroF1, rows);
    }
}
