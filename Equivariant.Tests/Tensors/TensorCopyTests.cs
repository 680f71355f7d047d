namespace Equivariant.Tests.Tensors;

public class TensorCopyTests
{
    [Fact]
    public void WhatIsCopiedInIsCopiedOut()
    {
        float[] values = [1, -2, 3, 4, 5, 6];
        using var tensor = Tensor.From(values, [2, 3]);
        Assert.Equal(values, tensor.ToArray<float>());
        var room = new float[8];
        tensor.CopyTo(room.AsSpan(1, 6));
        Assert.Equal([0, .. values, 0], room);
    }

    [Fact]
    public void RoomOfAnotherSizeOrTypeIsRefused()
    {
        using var tensor = Tensor.From<float>([1, 2, 3], [3]);
        Refused<ShapeException>(() => tensor.CopyTo(new float[2].AsSpan()), "[3]");
        Refused<ShapeException>(() => tensor.CopyTo(new float[4].AsSpan()), "room for 4");
        Refused<InvalidOperationException>(() => tensor.CopyTo(new double[3].AsSpan()), "Double");
    }
}
