namespace Equivariant.Tests.Support;

/// <summary>Turns the last axes of arrays by an element of a symmetry group, exactly, on the host.</summary>
internal static class Turning
{
    public static Tensor Turn(Tensor x, SignedPermutation element)
    {
        var turned = Turn(new HostArray(x.Shape, x.ToDoubles()), element);
        var result = Tensor.FromDoubles(turned.Values, turned.Shape, x.DType, x.Device);
        return x.RequiresGrad ? result.WithGrad() : result;
    }

    public static HostArray Turn(HostArray x, SignedPermutation element)
    {
        var axes = element.Rank;
        var lead = x.Shape.Rank - axes;
        var sizes = x.Shape.ToArray()[lead..];
        var (gather, turned) = (element.MapGrid(sizes), element.MapSizes(sizes));
        var block = gather.Length;
        var values = new double[x.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = x.Values[(i / block * block) + gather[i % block]];
        return new HostArray([.. x.Shape.ToArray()[..lead], .. turned], values);
    }

    /// <summary>
    /// The same for features with an orientation for each element of a group, channel <c>c · |G| + h</c>: they turn, and take
    /// the place of the element they become. Elements outside the group, and arrays without one, turn alone.
    /// </summary>
    public static HostArray Turn(HostArray x, SignedPermutation element, SymmetryGroup? group)
    {
        var turned = Turn(x, element);
        if (group is null || !group.Contains(element))
            return turned;
        var inverse = group.Inverse(group.IndexOf(element));
        return HostArray.From(turned.Shape, at =>
        {
            var orientation = at[1] % group.Order;
            var from = (int[])[.. at];
            from[1] += group.Product(inverse, orientation) - orientation;
            return turned[from];
        });
    }
}
