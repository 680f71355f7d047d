using System.Collections.Concurrent;
using Equivariant.Comparison;

namespace Equivariant.Tests.Comparison;

public sealed class TrainingLanesTests : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly CpuDevice[] devices = [new(1), new(1), new(1)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void EveryPieceIsDoneOnceAndOneAtATimeOnADevice(int lanes)
    {
        var done = new ConcurrentBag<int>();
        var busy = new ConcurrentDictionary<Device, bool>();
        TrainingLanes.Run([.. Enumerable.Range(0, 40)], devices[..lanes], (i, device, token) =>
        {
            Assert.True(busy.TryAdd(device, true));
            done.Add(i);
            Assert.False(token.IsCancellationRequested);
            Assert.True(busy.TryRemove(device, out _));
        }, default);
        Assert.Equal(Enumerable.Range(0, 40), done.Order());
    }

    /// <summary>Two lanes that meet, which no one lane could.</summary>
    [Fact]
    public void DevicesWorkAtTheSameTime()
    {
        using var meeting = new Barrier(2);
        TrainingLanes.Run([0, 1], devices[..2],
            (_, _, stop) => Assert.True(meeting.SignalAndWait(TimeSpan.FromMinutes(1), stop)), default);
    }

    [Fact]
    public void WhatOneThrowsEndsTheOthersAndComesOutAsItIs()
    {
        var begun = new ConcurrentBag<int>();
        using var meeting = new Barrier(3);
        var thrown = Assert.Throws<IOException>(() => TrainingLanes.Run([.. Enumerable.Range(0, 30)], devices, (i, _, stop) =>
        {
            begun.Add(i);
            meeting.SignalAndWait(stop);
            if (i == 1)
                throw new IOException("no");
            Assert.True(stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
            stop.ThrowIfCancellationRequested();
        }, default));
        Assert.Equal("no", thrown.Message);
        Assert.Equal([0, 1, 2], begun.Order());
    }

    [Fact]
    public void AStopEndsAll()
    {
        using var stop = new CancellationTokenSource();
        using var meeting = new Barrier(3, _ => stop.Cancel());
        var ended = 0;
        int[] pieces = [.. Enumerable.Range(0, 30)];
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingLanes.Run(pieces, devices, (_, _, token) =>
        {
            meeting.SignalAndWait();
            token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            Interlocked.Increment(ref ended);
            token.ThrowIfCancellationRequested();
        }, stop.Token));
        Assert.Equal(3, ended);
    }

    [Theory]
    [InlineData(8, 2, 100, 1)]
    [InlineData(8, 7, 100, 1)]
    [InlineData(8, 16, 100, 4)]
    [InlineData(3, 16, 100, 3)]
    [InlineData(1, 64, 100, 1)]
    [InlineData(8, 64, 8, 5)]
    [InlineData(8, 64, 0, 1)]
    [InlineData(8, 64, -1, 1)]
    public void CoresAndMemoryBoundHowManyPay(int trainings, int cores, int gigabytes, int expected) =>
        Assert.Equal(expected, TrainingLanes.CountFor(trainings, cores, () => Gigabyte, () => gigabytes * Gigabyte));

    public void Dispose()
    {
        foreach (var device in devices)
            device.Dispose();
    }
}
