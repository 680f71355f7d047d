namespace Equivariant.Metrics;

/// <summary>A metric has no value for the data given, for example the ROC AUC where every label is the same.</summary>
public sealed class UndefinedMetricException : InvalidOperationException
{
    /// <summary>An exception that says which metric is undefined, why, and what would help.</summary>
    public UndefinedMetricException(string message)
        : base(message)
    {
    }
}
