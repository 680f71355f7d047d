namespace Equivariant.Data;

/// <summary>How the axes of an array of images lie, and the way from there to channel-first images [C,H,W] or
/// [C,D,H,W].</summary>
internal readonly record struct PixelLayout(Shape ImageShape, bool ChannelsLast)
{
    private static readonly string[] Names = ["nhw", "nhwc", "nchw", "ndhw", "ndhwc", "ncdhw"];

    /// <summary>
    /// The layout of an array: the one named, or as MedMNIST stores images ([N,H,W], [N,H,W,C], [N,D,H,W]), where 1, 3 or 4 in
    /// the last place counts as channels.
    /// </summary>
    public static PixelLayout Of(ReadOnlySpan<int> shape, string array, string? name, string what)
    {
        if (name is not null && !Names.Contains(name))
            throw new DataException($"{what}: there is no layout '{name}'; there are {string.Join(", ", Names)}.");
        name ??= Guess(shape, array, what);
        if (shape.Length != name.Length)
        {
            throw new DataException(
                $"{what}: {array} has {shape.Length} axes, the layout {name} has {name.Length}; name another with ?layout=.");
        }
        var channel = name.IndexOf('c');
        var axes = new List<int> { channel < 0 ? 1 : shape[channel] };
        for (var axis = 1; axis < name.Length; axis++)
        {
            if (axis != channel)
                axes.Add(shape[axis]);
        }
        return new PixelLayout(new Shape(axes.ToArray()), channel > 1);
    }

    /// <summary>The values in channel-first order.</summary>
    public T[] ToChannelFirst<T>(ReadOnlySpan<T> values)
    {
        if (!ChannelsLast || ImageShape[0] == 1)
            return values.ToArray();
        var result = new T[values.Length];
        ToChannelFirst(values, result);
        return result;
    }

    /// <summary>Writes the values of whole images in channel-first order.</summary>
    public void ToChannelFirst<T>(ReadOnlySpan<T> values, Span<T> result)
    {
        if (!ChannelsLast || ImageShape[0] == 1)
        {
            values.CopyTo(result);
            return;
        }
        var (channels, size) = (ImageShape[0], (int)ImageShape.Count);
        var pixels = size / channels;
        for (var image = 0; image < values.Length; image += size)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var pixel = 0; pixel < pixels; pixel++)
                    result[image + (channel * pixels) + pixel] = values[image + (pixel * channels) + channel];
            }
        }
    }

    private static string Guess(ReadOnlySpan<int> shape, string array, string what)
    {
        var (first, last) = shape.Length > 3 ? (IsChannels(shape[1]), IsChannels(shape[^1])) : (false, false);
        return (shape.Length, first, last) switch
        {
            (3, _, _) => "nhw",
            (4, _, true) => "nhwc",
            (4, false, false) => "ndhw",
            (4, true, false) => throw new DataException(
                $"{what}: {array} may be images of {shape[1]} channels or volumes of depth {shape[1]}; "
                + "say which with ?layout=nchw or ?layout=ndhw."),
            (5, _, true) => "ndhwc",
            (5, true, false) => "ncdhw",
            _ => throw new DataException(
                $"{what}: {array} is no array of images; store [N,H,W], [N,H,W,C], [N,D,H,W] or [N,D,H,W,C], "
                + "or name a ?layout=."),
        };
    }

    private static bool IsChannels(int size) => size is 1 or 3 or 4;
}
