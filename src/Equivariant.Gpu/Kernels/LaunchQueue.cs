using System.Numerics;
using Equivariant.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu;

/// <summary>Launches that wait for one another, to be run as one (<see cref="Device.Together"/>).</summary>
internal sealed class LaunchQueue(GpuDevice device, Action closed) : IDisposable
{
    private IWaiting? waiting;

    /// <summary>Takes a launch; false where its body does not join.</summary>
    public bool TryAdd<TKernel, TArgs>(int count, in TArgs args, in Operands operands)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
    {
        if (JoinableBodies<TKernel, TArgs>.Make is not { } make)
            return false;
        if (waiting is not Waiting<TArgs> alike || alike.Kernel != typeof(TKernel) || !alike.TryAdd(count, args, operands))
        {
            waiting?.Run(device);
            waiting = alike = make();
            alike.TryAdd(count, args, operands);
        }
        return true;
    }

    public void Dispose()
    {
        closed();
        waiting?.Run(device);
        waiting = null;
    }
}

/// <summary>Launches of one kind.</summary>
internal interface IWaiting
{
    void Run(GpuDevice device);
}

/// <summary>Launches of one body with the same arguments.</summary>
internal abstract class Waiting<TArgs> : IWaiting
    where TArgs : unmanaged
{
    protected List<(int Count, Operands Operands)> Launches { get; } = [];

    protected TArgs Args { get; private set; }

    public abstract Type Kernel { get; }

    /// <summary>Takes a launch, unless it is of another kind or there is no room.</summary>
    public bool TryAdd(int count, in TArgs args, in Operands operands)
    {
        var alike = ForCount(args, 0);
        if (Launches.Count == 0)
            Args = alike;
        var isOfTheKind = EqualityComparer<TArgs>.Default.Equals(alike, Args)
            && (Launches.Count == 0 || operands.Y.DType == Launches[0].Operands.Y.DType);
        if (!isOfTheKind || Launches.Count == Joined<GpuFloats>.Most || count + Launches.Sum(launch => (long)launch.Count) > int.MaxValue)
            return false;
        Launches.Add((count, operands));
        return true;
    }

    public abstract void Run(GpuDevice device);

    protected abstract TArgs ForCount(in TArgs args, int count);
}

/// <summary>Which bodies join.</summary>
internal static class JoinableBodies<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>Makes an empty list of launches; null where the body does not join.</summary>
    public static readonly Func<Waiting<TArgs>>? Make = typeof(IJoinable<TArgs>).IsAssignableFrom(typeof(TKernel))
        ? typeof(WaitingFor<,>).MakeGenericType(typeof(TKernel), typeof(TArgs)).GetMethod(nameof(WaitingFor<,>.Make))!
            .CreateDelegate<Func<Waiting<TArgs>>>()
        : null;
}

/// <summary>Launches of a body.</summary>
internal sealed class WaitingFor<TKernel, TArgs> : Waiting<TArgs>
    where TKernel : struct, IJoinable<TArgs>
    where TArgs : unmanaged
{
    public override Type Kernel => typeof(TKernel);

    public static Waiting<TArgs> Make() => new WaitingFor<TKernel, TArgs>();

    public override void Run(GpuDevice device)
    {
        if (Launches.Count == 0)
            return;
        if (Launches[0].Operands.Y.DType == DType.Float64)
            Run<double, GpuDoubles>(device);
        else
            Run<float, GpuFloats>(device);
    }

    protected override TArgs ForCount(in TArgs args, int count) => TKernel.ForCount(args, count);

    private void Run<T, TReal>(GpuDevice device)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IGpuReal<T, TReal>
    {
        var launch = device.Joined<TKernel, TArgs, T, TReal>();
        Span<JoinedLaunch<TReal>> all = new JoinedLaunch<TReal>[Joined<TReal>.Most];
        var end = 0;
        for (var i = 0; i < all.Length; i++)
        {
            // Those that are not there repeat the last one, and nothing comes to them.
            var (count, operands) = Launches[Math.Min(i, Launches.Count - 1)];
            end += i < Launches.Count ? count : 0;
            all[i] = new()
            {
                End = end, Y = TReal.Over(device.View<T>(operands.Y)), Y2 = TReal.Over(device.View<T>(operands.Y2)),
                A = TReal.Over(device.View<T>(operands.A)),
            };
        }
        var joined = new Joined<TReal>
        {
            J0 = all[0], J1 = all[1], J2 = all[2], J3 = all[3], J4 = all[4], J5 = all[5], J6 = all[6], J7 = all[7],
            J8 = all[8], J9 = all[9], J10 = all[10], J11 = all[11], J12 = all[12], J13 = all[13], J14 = all[14], J15 = all[15],
        };
        var (args, total) = (Args, end);
        device.Enqueue(stream => launch(stream, total, args, joined));
    }
}
