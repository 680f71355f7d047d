namespace Equivariant.Metrics;

/// <summary>How well scores rank the pixels of two classes.</summary>
/// <param name="RocAuc">The chance that a pixel of class 1 outscores one of class 0, ties counting one half.</param>
/// <param name="AveragePrecision">Σ (Rₙ − Rₙ₋₁) Pₙ over all distinct scores: the area under precision against recall.</param>
/// <param name="Best">The overlap at the threshold of the best Dice coefficient, which is also that of the best IoU.</param>
/// <param name="BestThreshold">Pixels of at least this score are class 1 there.</param>
/// <param name="Curve">Points of the ROC curve and of precision against recall, from the highest threshold down.</param>
public sealed record RankingScore(
    double RocAuc, double AveragePrecision, ClassOverlap Best, float BestThreshold, IReadOnlyList<RankingPoint> Curve);

/// <summary>What calling pixels of at least a score class 1 gives.</summary>
/// <param name="Threshold">The score; infinite for the first point, which calls none.</param>
/// <param name="FalsePositiveRate">The share of class 0 that is called 1.</param>
/// <param name="TruePositiveRate">The share of class 1 that is called 1: recall.</param>
/// <param name="Precision">The share of class 1 among what is called 1; 1 where nothing is.</param>
public readonly record struct RankingPoint(
    float Threshold, double FalsePositiveRate, double TruePositiveRate, double Precision);
