using Equivariant.Cli.Hosting;
using Equivariant.Cli.Terminals;
using Equivariant.Data;
using Equivariant.Prediction;

namespace Equivariant.Cli.Dense;

/// <summary>Writes where a network sees boundaries, image by image: a stack is never held as a whole.</summary>
internal static class DensePredict
{
    /// <summary>Predicts and writes the images.</summary>
    public static IReadOnlyList<object> Run(
        Invocation invocation, DensePredictor predictor, DenseSet images, BoundaryFiles files)
    {
        var done = new List<object>();
        for (var i = 0; i < images.Count; i++)
        {
            var image = images.Load(i);
            var path = files.Reserve(image, i);
            var title = $"[{i + 1}/{images.Count}] {image.Name}, {image.Height}×{image.Width}";
            var predicted = WorkView.Show(
                invocation.Terminal, title, progress => predictor.Predict(image, progress, invocation.Stop));
            var boundary = predicted.AsSpan(image.Height * image.Width, image.Height * image.Width);
            BoundaryFiles.Write(path, boundary, image.Height, image.Width);
            var share = boundary.ToArray().Count(probability => probability > 0.5f) / (double)boundary.Length;
            done.Add(new { name = image.Name, file = path, height = image.Height, width = image.Width, boundaryShare = share });
        }
        return done;
    }
}
