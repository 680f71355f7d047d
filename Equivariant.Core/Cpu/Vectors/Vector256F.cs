using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Eight numbers: AVX2.</summary>
internal readonly unsafe struct Vector256F(Vector256<float> value) : IVector<Vector256F>
{
    private readonly Vector256<float> value = value;

    public static int Count => 8;

    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F LoadFirst(float* from, int count)
    {
        var wanted = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
        return new(Vector256.ConditionalSelect(wanted, Vector256.Load(from), Vector256<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Add(Vector256F a, Vector256F b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F MultiplyAdd(Vector256F a, Vector256F b, Vector256F c) =>
        new(Vector256.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256F vector, float* to) => vector.value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KeepLarger(Vector256F next, Vector256F name, ref Vector256F best, ref Vector256F winner)
    {
        var takes = Vector256.AndNot(Vector256.Equals(best.value, best.value), Vector256.LessThanOrEqual(next.value, best.value));
        best = new(Vector256.ConditionalSelect(takes, next.value, best.value));
        winner = new(Vector256.ConditionalSelect(takes, name.value, winner.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Pick(float* eight, Vector256F places) =>
        new(Vector256.ShuffleNative(Vector256.Load(eight), places.value.AsInt32() & Vector256.Create(7)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F FromPlaceOn(Vector256F places, int first, Vector256F then, Vector256F before) => new(Vector256.ConditionalSelect(
        Vector256.GreaterThanOrEqual(places.value.AsInt32(), Vector256.Create(first)).AsSingle(), then.value, before.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector256F vector, byte* to)
    {
        var whole = Vector256.ConvertToInt32(vector.value);
        var halves = Vector128.Narrow(whole.GetLower(), whole.GetUpper());
        Vector128.Narrow(halves, halves).AsByte().GetLower().Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256F vector) => Vector256.Sum(vector.value);
}
