namespace Equivariant.Comparison;

/// <summary>A published score on upright images.</summary>
/// <param name="Model">The network.</param>
/// <param name="Auc">As MedMNIST's evaluator defines it.</param>
/// <param name="Accuracy">As MedMNIST's evaluator defines it.</param>
internal sealed record PublishedScore(string Model, double Auc, double Accuracy);

/// <summary>
/// MedMNIST v2's benchmark (Yang et al. 2023, tables 3 and 4), as later papers quote it; the tables themselves were not at hand, and
/// what no second source gives is left out. The tables of Du et al. 2025 are not among them.
/// </summary>
internal static class PublishedScores
{
    private static readonly (string Set, string Model, double Auc, double Accuracy)[] Rows =
    [
        ("pathmnist", "ResNet-18 (28)", 0.983, 0.907),
        ("chestmnist", "ResNet-18 (28)", 0.768, 0.947),
        ("dermamnist", "ResNet-18 (28)", 0.917, 0.735),
        ("octmnist", "ResNet-18 (28)", 0.943, 0.743),
        ("pneumoniamnist", "ResNet-18 (28)", 0.944, 0.854),
        ("retinamnist", "ResNet-18 (28)", 0.717, 0.524),
        ("breastmnist", "ResNet-18 (28)", 0.901, 0.863),
        ("bloodmnist", "ResNet-18 (28)", 0.998, 0.958),
        ("tissuemnist", "ResNet-18 (28)", 0.930, 0.676),
        ("organamnist", "ResNet-18 (28)", 0.997, 0.935),
        ("organcmnist", "ResNet-18 (28)", 0.992, 0.900),
        ("organsmnist", "ResNet-18 (28)", 0.972, 0.782),
        ("pathmnist", "ResNet-50 (28)", 0.990, 0.911),
        ("dermamnist", "ResNet-50 (28)", 0.913, 0.735),
        ("octmnist", "ResNet-50 (28)", 0.952, 0.762),
        ("pneumoniamnist", "ResNet-50 (28)", 0.948, 0.854),
        ("retinamnist", "ResNet-50 (28)", 0.726, 0.528),
        ("breastmnist", "ResNet-50 (28)", 0.857, 0.812),
        ("bloodmnist", "ResNet-50 (28)", 0.997, 0.956),
        ("tissuemnist", "ResNet-50 (28)", 0.931, 0.680),
        ("organamnist", "ResNet-50 (28)", 0.997, 0.935),
        ("organcmnist", "ResNet-50 (28)", 0.992, 0.905),
        ("organsmnist", "ResNet-50 (28)", 0.972, 0.770),
        ("organmnist3d", "ResNet-18 + 3D", 0.996, 0.907),
        ("organmnist3d", "ResNet-50 + 3D", 0.994, 0.883),
        ("nodulemnist3d", "ResNet-50 + 3D", 0.875, 0.847),
        ("fracturemnist3d", "ResNet-50 + 3D", 0.725, 0.494),
        ("adrenalmnist3d", "ResNet-50 + 3D", 0.828, 0.745),
        ("vesselmnist3d", "ResNet-50 + 3D", 0.907, 0.918),
        ("synapsemnist3d", "ResNet-50 + 3D", 0.851, 0.795),
        ("organmnist3d", "ResNet-18 + ACS", 0.994, 0.900),
    ];

    /// <summary>The rows of a data set; none where there are none.</summary>
    /// <param name="data">Its spec or name, as in <c>medmnist:breastmnist</c>.</param>
    public static IEnumerable<PublishedScore> Of(string data)
    {
        var name = data[(data.IndexOf(':') + 1)..];
        return Rows.Where(row => row.Set == name).Select(row => new PublishedScore(row.Model, row.Auc, row.Accuracy));
    }
}
