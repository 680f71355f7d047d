namespace Equivariant.Cpu;

/// <summary>Turns complete sums [point, channel] into the layout of the result, with its bias and what follows.</summary>
/// <param name="product">The work.</param>
/// <param name="turned">Room for the sums of a block, where points are not all cells of the result.</param>
internal readonly unsafe struct PointResults(SweepProduct product, float* turned)
{
    /// <summary>Numbers that an instance needs room for.</summary>
    public static long RoomFor(in SweepProduct product, int points, int columns) =>
        product.Sweep.IsDense ? 0 : (long)points * columns;

    /// <summary>Writes the results of one block.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="columns">Elements from point to point.</param>
    /// <param name="start">First point.</param>
    /// <param name="end">After the last point.</param>
    /// <param name="firstChannel">First channel of the result.</param>
    /// <param name="channels">Number of channels.</param>
    public void Put(float* sums, int columns, int start, int end, int firstChannel, int channels)
    {
        var (sweep, count) = (product.Sweep, end - start);
        var finish = new Finish(product, firstChannel, channels);
        if (!sweep.IsDense)
        {
            // A phase of a gradient, which has neither bias nor anything after it.
            Transposer.Run(sums, columns, count, channels, turned, count);
            finish.Write(turned, count, start, end);
            return;
        }
        for (var point = start; point < end;)
        {
            var next = Math.Min(end, ((point / sweep.PointsPerImage) + 1) * sweep.PointsPerImage);
            var to = finish.Place(point, next - point);
            Transposer.Run(
                sums + ((nint)(point - start) * columns), columns, next - point, channels, to, sweep.TargetPlane);
            Finish(to, firstChannel, channels, next - point);
            point = next;
        }
    }

    /// <summary>Bias, and what follows a convolution in inference, while the results are in the cache.</summary>
    private void Finish(float* to, int firstChannel, int channels, int count)
    {
        for (var channel = firstChannel; channel < firstChannel + channels; channel++, to += product.Sweep.TargetPlane)
        {
            if (product.Bias != null)
                Strip.AddTo(product.Bias[channel], to, count);
            if (product.Epilogue.Any)
                product.Epilogue.Apply(product.Target, (nint)(to - product.Target), channel, count);
        }
    }
}
