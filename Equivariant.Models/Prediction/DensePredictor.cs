using System.Numerics.Tensors;
using Equivariant.Data;
using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>
/// Predicts the classes of all pixels of images of any size. An image whose size is no multiple of <see
/// cref="Module.SizeMultiple"/> is padded with its mirror image, by the same amount on both sides where the missing number is
/// even. Large images are cut into tiles with as much of their surroundings as the network sees: the result is that of the
/// whole image, up to rounding, and the tile bounds the memory.
/// </summary>
public sealed class DensePredictor
{
    private readonly Module network;
    private readonly Device? device;
    private readonly int classes;
    private readonly PredictionOptions options;
    private readonly Lazy<int?> halo;

    /// <summary>A predictor by a network from [N,C,H,W] to logits [N,classes,H,W], which is switched to inference while it
    /// predicts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative tile.</exception>
    public DensePredictor(Module network, int inChannels, int classes, Device? device = null, PredictionOptions? options = null)
    {
        this.options = options ?? new PredictionOptions();
        if (this.options.Tile < 0)
            throw new ArgumentOutOfRangeException(nameof(options), this.options.Tile, "The edge of a tile is not negative.");
        (this.network, this.device, this.classes) = (network, device, classes);
        halo = new(() => Halo.Of(network, inChannels));
    }

    /// <summary>Predicts an image of any size; its labels are not read. The progress is the share done, 0 to 1.</summary>
    /// <returns>[classes,H,W]: probabilities, or shares of votes.</returns>
    /// <exception cref="ArgumentException">Tiles are asked for, and the network sees the whole image.</exception>
    public float[] Predict(DenseImage image, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Predict(new Plane(image.Pixels, image.Channels, image.Height, image.Width), progress, cancellation);

    internal float[] Predict(Plane plane, IProgress<double>? progress, CancellationToken cancellation)
    {
        var training = network.Training;
        network.Eval();
        try
        {
            return options.Augmentation == TestTimeAugmentation.None
                ? Upright(plane, share => progress?.Report(share), cancellation)
                : Augmented(plane, progress, cancellation);
        }
        finally
        {
            network.Train(training);
        }
    }

    private float[] Augmented(Plane image, IProgress<double>? progress, CancellationToken cancellation)
    {
        var copies = Turns.All;
        var sum = new float[classes * image.Area];
        for (var copy = 0; copy < copies.Count; copy++)
        {
            var done = copy;
            var turned = Turns.Apply(image, copies[copy]);
            var predicted = Upright(turned, share => progress?.Report((done + share) / copies.Count), cancellation);
            if (options.Augmentation == TestTimeAugmentation.Vote)
                KeepVotes(predicted, image.Area);
            var back = Turns.Apply(turned with { Values = predicted, Channels = classes }, copies[copy].Inverse());
            TensorPrimitives.Add(sum, back.Values, sum);
        }
        TensorPrimitives.Divide(sum, copies.Count, sum);
        return sum;
    }

    /// <summary>The most probable class of a pixel, the first of several.</summary>
    /// <param name="probabilities">[classes,H,W].</param>
    /// <param name="area">H·W.</param>
    /// <param name="pixel">0 to area − 1.</param>
    internal static int BestClass(float[] probabilities, int area, int pixel)
    {
        var best = pixel;
        for (var at = pixel + area; at < probabilities.Length; at += area)
            best = probabilities[at] > probabilities[best] ? at : best;
        return best / area;
    }

    /// <summary>1 for the most probable class of each pixel, else 0.</summary>
    private void KeepVotes(float[] probabilities, int area)
    {
        for (var i = 0; i < area; i++)
        {
            var best = BestClass(probabilities, area, i);
            for (var c = 0; c < classes; c++)
                probabilities[(c * area) + i] = c == best ? 1 : 0;
        }
    }

    private float[] Upright(Plane image, Action<double> report, CancellationToken cancellation)
    {
        var multiple = network.SizeMultiple;
        var rows = Frame.Around(image.Height, multiple);
        var columns = Frame.Around(image.Width, multiple);
        var wanted = options.Tile ?? ((long)rows.Padded * columns.Padded > PredictionOptions.WholePixels && halo.Value is not null
            ? PredictionOptions.DefaultTile : 0);
        if (wanted > 0 && halo.Value is null)
        {
            throw new ArgumentException(
                "This network sees the whole image at once and cannot predict in tiles; leave the tile out.");
        }
        var around = wanted == 0 ? 0 : Frame.RoundUp(halo.Value!.Value, multiple);
        var tileRows = rows.Tiles(wanted, around, multiple);
        var tileColumns = columns.Tiles(wanted, around, multiple);
        var result = new float[classes * image.Area];
        var seen = tileRows[0].SeenCount * tileColumns[0].SeenCount;
        var buffers = new Buffers(new float[image.Channels * seen], new float[classes * seen]);
        var done = 0;
        foreach (var row in tileRows)
        {
            foreach (var column in tileColumns)
            {
                cancellation.ThrowIfCancellationRequested();
                PredictTile(image, row, column, buffers, result);
                report(++done / (double)(tileRows.Count * tileColumns.Count));
            }
        }
        return result;
    }

    private void PredictTile(Plane image, Tile rows, Tile columns, Buffers buffers, float[] result)
    {
        var (height, width) = (rows.SeenCount, columns.SeenCount);
        var (input, predicted) = buffers;
        Parallel.For(0, image.Channels * height, line =>
        {
            var (channel, row) = Math.DivRem(line, height);
            var from = image.Values.AsSpan(
                ((channel * image.Height) + MirrorEdge.At(rows.SeenStart + row, image.Height)) * image.Width, image.Width);
            var to = input.AsSpan(line * width, width);
            for (var column = 0; column < width; column++)
                to[column] = PixelScale.Apply(from[MirrorEdge.At(columns.SeenStart + column, image.Width)]);
        });
        using (var tape = Tape.NoGrad())
        {
            var x = tape.Own(Tensor.Upload<float>(input, [1, image.Channels, height, width], device));
            Ops.Softmax(network.Forward(x), 1).CopyTo(predicted.AsSpan());
        }
        for (var c = 0; c < classes; c++)
        {
            for (var row = rows.Start; row < rows.End; row++)
            {
                var from = (((c * height) + row - rows.SeenStart) * width) + columns.Start - columns.SeenStart;
                predicted.AsSpan(from, columns.End - columns.Start)
                    .CopyTo(result.AsSpan((((c * image.Height) + row) * image.Width) + columns.Start));
            }
        }
    }

    /// <summary>Input and output of the network, shared by all tiles, which have one size.</summary>
    private sealed record Buffers(float[] Input, float[] Predicted);
}

/// <summary>From stored pixels, 0 to 1, to what networks for dense prediction take: −1 to 1.</summary>
internal static class PixelScale
{
    public static float Apply(float pixel) => (2 * pixel) - 1;

    public static void Apply(Span<float> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Apply(pixels[i]);
    }
}
