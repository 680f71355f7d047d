namespace Equivariant.Data;

/// <summary>
/// Built-in data that need no file: bright, textured, asymmetric figures (F, J, R, …) of random size, place, thickness and
/// contrast on a textured, noisy ground, one grey channel. They stand upright in all three splits; turning them is the
/// evaluation's work. Everything outside the inscribed circle is plain mid-grey, which is 0 after the usual normalisation, so
/// that a turned image has neither cut figures nor visible corners. An image depends on the seed, its split and its index alone.
/// </summary>
internal sealed class SyntheticSource : IDataSource
{
    private const byte Ground = 128;

    public string Scheme => "synthetic";

    public string Description =>
        "synthetic:shapes[?size=32&classes=6&train=2000&validation=500&test=1000&seed=1] — built-in figures, "
        + $"up to {ShapeTemplates.All.Count} classes";

    public IEnumerable<KnownDataSet> Known(DataOptions options) =>
    [
        new KnownDataSet(
            $"{Scheme}:shapes", "asymmetric figures on a textured ground; 32², 6 classes, 2000/500/1000; built in", null,
            BuiltIn: true),
    ];

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        if (spec.Target != "shapes")
            throw new DataException($"There is no synthetic data set '{spec.Target}'; there is synthetic:shapes.");
        spec.AllowOptions("size", "classes", "train", "validation", "test", "seed");
        var size = spec.Int("size", 32, 16, 512);
        var classes = spec.Int("classes", 6, 2, ShapeTemplates.All.Count);
        var rng = new Rng((ulong)spec.Int("seed", 1, 0, int.MaxValue)).Fork("shapes");
        ImageSet Split(string name, int count) => Make(name, spec.Int(name, count, 1, 100_000), size, classes, rng.Fork(name));
        return new DataSplits(
            spec.ToString(), "synthetic figures", "none needed: made by this program",
            Split("train", 2000), Split("validation", 500), Split("test", 1000));
    }

    private static ImageSet Make(string name, int count, int size, int classes, Rng rng)
    {
        if ((long)count * size * size > Array.MaxLength)
            throw new DataException(
                $"synthetic:shapes: {count} images of {size}² are more than 2 GiB; ask for fewer or smaller ones.");
        var pixels = new byte[count * size * size];
        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        Parallel.For(0, count, i =>
            DrawImage(ShapeTemplates.All[labels[i]], pixels.AsSpan(i * size * size, size * size), size, rng.Fork("image", i)));
        var info = LabelInfo.OfClasses(classes, [.. ShapeTemplates.All.Take(classes).Select(template => template.Name)]);
        return ImageSet.FromBytes($"synthetic:shapes {name}", pixels, [1, size, size], labels, info);
    }

    private static void DrawImage(ShapeTemplate template, Span<byte> pixels, int size, Rng rng)
    {
        var cover = ShapePose.Random(size, rng).Draw(template, size);
        var ground = new Texture(size, size / 5.0, size / 1.5, rng);
        var grain = new Texture(size, size / 6.0, size / 3.0, rng);
        var (contrast, roughness, noise) = (rng.NextDouble(50, 105), rng.NextDouble(8, 26), rng.NextDouble(2, 6));
        var radius = size / 2f;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (dx, dy) = (x - radius + 0.5f, y - radius + 0.5f);
                var inside = Math.Clamp((radius - MathF.Sqrt((dx * dx) + (dy * dy))) / (radius * (1 - ShapePose.Reach)), 0, 1);
                var covered = cover[(y * size) + x];
                var figure = covered > 0 ? covered * contrast * (1 + (0.25 * grain.At(x, y))) : 0;
                var value = Ground + figure + (inside * ((roughness * ground.At(x, y)) + (noise * PixelNoise.Next(rng))));
                pixels[(y * size) + x] = (byte)Math.Clamp(Math.Round(value), 0, 255);
            }
        }
    }
}
