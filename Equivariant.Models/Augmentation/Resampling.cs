namespace Equivariant.Data;

/// <summary>Separable resampling of images, axis by axis.</summary>
internal static class Resampling
{
    /// <summary>
    /// Stretches a part of an image to a size. Pixel o of an axis of <c>size</c> pixels looks at start + (o + ½)·length/size − ½
    /// (bilinear, kept within the part) or start + ⌊o·length/size⌋ (nearest), as PyTorch's interpolate without align_corners.
    /// </summary>
    public static Image Stretch(
        Image image, ReadOnlySpan<int> start, ReadOnlySpan<int> length, ReadOnlySpan<int> size, Interpolation interpolation)
    {
        for (var axis = 0; axis < size.Length; axis++)
        {
            if (start[axis] == 0 && length[axis] == size[axis] && size[axis] == image.Shape[axis + 1])
                continue;
            var (first, most, scale) = (start[axis], length[axis] - 1, (float)length[axis] / size[axis]);
            image = Along(image, axis + 1, size[axis], o =>
            {
                if (interpolation == Interpolation.Nearest)
                    return Sample.At(first + Math.Min((int)(o * scale), most));
                var place = Math.Clamp(((o + 0.5f) * scale) - 0.5f, 0, most);
                var low = (int)place;
                return new(first + low, first + Math.Min(low + 1, most), place - low);
            });
        }
        return image;
    }

    /// <summary>A place on an axis; −1 where it is outside.</summary>
    public static int Within(int at, int size) => (uint)at < (uint)size ? at : -1;

    /// <summary>Replaces the pixels of one axis by weighted means of two; pixels at −1 count as 0.</summary>
    public static Image Along(Image image, int axis, int size, Func<int, Sample> sample)
    {
        Sample[] samples = [.. Enumerable.Range(0, size).Select(sample)];
        var shape = image.Shape.With(axis, samples.Length);
        var (outer, inner) = (shape.CountOf(0, axis), shape.CountOf(axis + 1, shape.Rank));
        var result = new float[shape.Count];
        for (var block = 0; block < outer; block++)
        {
            var source = image.Values.AsSpan(block * image.Shape[axis] * inner, image.Shape[axis] * inner);
            var target = result.AsSpan(block * samples.Length * inner, samples.Length * inner);
            if (inner == 1)
                MixPixels(source, target, samples);
            else
                MixRows(source, target, samples, inner);
        }
        return new Image(result, shape);
    }

    /// <summary>One row of pixels: the axis is the last.</summary>
    private static void MixPixels(ReadOnlySpan<float> source, Span<float> target, ReadOnlySpan<Sample> samples)
    {
        for (var o = 0; o < samples.Length; o++)
        {
            var (low, high, weight) = samples[o];
            var (a, b) = (low < 0 ? 0 : source[low], high < 0 ? 0 : source[high]);
            target[o] = a + (weight * (b - a));
        }
    }

    /// <summary>Whole rows, or planes, at a time.</summary>
    private static void MixRows(ReadOnlySpan<float> source, Span<float> target, ReadOnlySpan<Sample> samples, int inner)
    {
        Span<float> outside = inner <= 1024 ? stackalloc float[inner] : new float[inner];
        outside.Clear();
        for (var o = 0; o < samples.Length; o++)
        {
            var (low, high, weight) = samples[o];
            var a = low < 0 ? outside : source.Slice(low * inner, inner);
            var b = high < 0 ? outside : source.Slice(high * inner, inner);
            var row = target.Slice(o * inner, inner);
            for (var i = 0; i < row.Length; i++)
                row[i] = a[i] + (weight * (b[i] - a[i]));
        }
    }

    /// <summary>The mean of two pixels: (1 − weight)·low + weight·high. −1 stands for a pixel outside, which is 0.</summary>
    internal readonly record struct Sample(int Low, int High, float Weight)
    {
        public static Sample At(int place) => new(place, place, 0);
    }
}
