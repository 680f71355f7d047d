using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>The margin that a tile needs so that a network labels it as it would within the whole image.</summary>
internal static class Halo
{
    /// <summary>Multiples of the network's size that the probe has: enough for any pool.</summary>
    private const int ProbeMultiples = 16;

    /// <summary>
    /// A bound of the receptive field, from the windows of all layers: pixels on each side of an area whose corners lie on
    /// multiples of <see cref="Module.SizeMultiple"/>. Layers in a row add up; of <see cref="Branches"/> the widest counts; an
    /// upsampling layer adds the pixels that a coarse cell covers beyond its own. Null where a layer sees the whole image.
    /// Nothing is computed: the layers see shapes alone.
    /// </summary>
    public static int? Of(Module network, int inChannels)
    {
        const int rank = 2;
        var size = network.SizeMultiple * ProbeMultiples;
        var seen = new Dictionary<Module, List<(Shape Input, Shape Output)>>();
        network.ObserveShapes([1, inChannels, .. Enumerable.Repeat(size, rank)], (module, input, output) =>
        {
            if (!seen.TryGetValue(module, out var calls))
                seen[module] = calls = [];
            calls.Add((input, output));
        });
        return Reach(network)?.Max();

        double[]? ReachInPixels(Module layer)
        {
            var reach = new double[rank];
            foreach (var (input, output) in seen.GetValueOrDefault(layer) ?? [])
            {
                if (layer.ReceptiveRadius(input, output) is not { } cells)
                    return null;
                for (var axis = 0; axis < rank; axis++)
                {
                    var scale = (double)size / input[axis + 2];
                    reach[axis] += (cells[axis] * scale) + Math.Max(0, scale - ((double)size / output[axis + 2]));
                }
            }
            return reach;
        }

        int[]? Reach(Module module)
        {
            if (module.Children.Count == 0)
                return ReachInPixels(module)?.Select(pixels => (int)Math.Ceiling(pixels)).ToArray();
            var parts = module.Children.Select(child => Reach(child.Value)).ToArray();
            if (parts.Any(part => part is null))
                return null;
            return [.. Enumerable.Range(0, rank).Select(axis =>
                module is Branches ? parts.Max(part => part![axis]) : parts.Sum(part => part![axis]))];
        }
    }
}
