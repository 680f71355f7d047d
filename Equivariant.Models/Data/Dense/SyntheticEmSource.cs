namespace Equivariant.Data;

/// <summary>
/// Built-in data that need no file: pictures like electron-microscopy sections with their membranes as class 1, without a
/// preferred direction. An image depends on the seed, its set and its index alone.
/// </summary>
internal sealed class SyntheticEmSource : IDataSource
{
    private const string Em = "em";

    public string Scheme => "synthetic";

    public bool IsDense => true;

    public string Description =>
        "synthetic:em[?size=256&train=20&test=5&cell=36&seed=1] — built-in cells with membranes, for dense prediction";

    public bool Takes(DataSpec spec) => spec is { Scheme: "synthetic", Target: Em };

    public IEnumerable<KnownDataSet> Known(DataOptions options) =>
    [
        new KnownDataSet(
            $"{Scheme}:{Em}", "cells with membranes to find, like EM sections; 256², 2 classes, 20/5; built in", null,
            BuiltIn: true),
    ];

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("size", "train", "test", "cell", "seed");
        var size = spec.Int("size", 256, 32, 4096);
        var cell = spec.Int("cell", 36, 16, 256);
        var rng = new Rng((ulong)spec.Int("seed", 1, 0, int.MaxValue)).Fork(Em);
        return new DenseSplits(spec.ToString(), "synthetic cells with membranes", "none needed: made by this program",
            Make("train", 20), Make("test", 5), ["inside", "membrane"]);

        DenseSet Make(string name, int count)
        {
            count = spec.Int(name, count, 1, 10_000);
            var from = rng.Fork(name);
            DenseImage Draw(int i) => MembraneSection.Draw($"{name} {i}", size, cell, from.Fork("image", i));
            var title = $"synthetic:em {name}";
            // Large sets are drawn as they are needed, rather than held.
            const long HeldPixels = 64L << 20;
            if ((long)count * size * size > HeldPixels)
                return new DenseSet(title, count, 1, Draw);
            var images = new DenseImage[count];
            Parallel.For(0, count, i => images[i] = Draw(i));
            return new DenseSet(title, images);
        }
    }
}
