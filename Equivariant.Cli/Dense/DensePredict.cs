using Equivariant.Formats;
using Equivariant.Segmentation;

namespace Equivariant.Cli.Dense;

/// <summary>Writes where a network sees boundaries, image by image: a stack is never held as a whole.</summary>
internal static class DensePredict
{
    /// <summary>Predicts and writes the images; with <paramref name="segment"/> also the objects between the boundaries, and of a
    /// CREMI volume the neurons in one file, whose path it gives.</summary>
    public static (IReadOnlyList<object> Images, string? NeuronIds) Run(
        Invocation invocation, DensePredictor predictor, DenseSet images, BoundaryFiles files, bool segment)
    {
        var submission = segment ? images.Submission : null;
        submission?.Check();
        var neuronIds = submission is null ? null : files.Free("neuron_ids.hdf");
        Grid? volume = submission?.Extents is var (depth, height, width) ? new Grid(depth, height, width) : null;
        var boundaries = new float[volume?.Count ?? 0];
        var done = new List<object>();
        for (var i = 0; i < images.Count; i++)
        {
            var image = images.Load(i);
            var (path, objectPath) = files.Reserve(image, i, segment);
            var boundary = Boundary(invocation, predictor, image, i, images.Count);
            files.Write(path, boundary, image.Height, image.Width);
            if (volume is not null)
                boundary.CopyTo(boundaries, i * boundary.Length);
            int? objects = null;
            if (objectPath is not null)
            {
                var found = BoundarySegmentation.Of(boundary, new Grid(image.Height, image.Width));
                Npy.Write(objectPath, NdArray.From(found.Labels, image.Height, image.Width));
                objects = found.Count;
            }
            done.Add(new
            {
                name = image.Name,
                file = path,
                height = image.Height,
                width = image.Width,
                boundaryShare = boundary.Count(probability => probability > 0.5f) / (double)boundary.Length,
                objects,
            });
        }
        if (volume is not null)
            submission!.Write(neuronIds!, BoundarySegmentation.Of(boundaries, volume.Value).Labels);
        return (done, neuronIds);
    }

    /// <summary>Writes one array [images,H,W] of probabilities.</summary>
    public static IReadOnlyList<object> RunToArray(
        Invocation invocation, DensePredictor predictor, DenseSet images, string path, StackFormat format, bool force)
    {
        ProbabilityStack.CheckFree(path, force);
        DenseImage? first = images.Load(0);
        var done = new List<object>();
        ProbabilityStack.Write(path, format, images.Count, first.Height, first.Width, Sections(), force);
        return done;

        IEnumerable<float[]> Sections()
        {
            for (var i = 0; i < images.Count; i++)
            {
                // The first, which told the size, is not read twice, and nobody holds it longer than the others.
                var image = first ?? images.Load(i);
                first = null;
                done.Add(new { name = image.Name, file = path, height = image.Height, width = image.Width });
                yield return Boundary(invocation, predictor, image, i, images.Count);
            }
        }
    }

    private static float[] Boundary(Invocation invocation, DensePredictor predictor, DenseImage image, int index, int count)
    {
        var title = $"[{index + 1}/{count}] {image.Name}, {image.Height}×{image.Width}";
        var predicted = WorkView.Show(
            invocation.Terminal, title, progress => predictor.Predict(image, progress, invocation.Stop));
        var area = image.Height * image.Width;
        return predicted[area..(2 * area)];
    }
}
