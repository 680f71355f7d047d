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
    public static Vector256F LoadFirst(float* from, int count, Vector256F rest)
    {
        var wanted = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
        return new(Vector256.ConditionalSelect(wanted, Vector256.Load(from), rest.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F MultiplyAdd(Vector256F a, Vector256F b, Vector256F c) =>
        new(Vector256.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256F vector, float* to) => vector.value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256F vector) => vector.value.ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F operator +(Vector256F a, Vector256F b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F operator -(Vector256F a, Vector256F b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F operator *(Vector256F a, Vector256F b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F operator /(Vector256F a, Vector256F b) => new(a.value / b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F operator -(Vector256F a) => new(-a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Abs(Vector256F x) => new(Vector256.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Exp(Vector256F x) => new(Vector256.Exp(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Log(Vector256F x) => new(Vector256.Log(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Sqrt(Vector256F x) => new(Vector256.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F WhereLess(Vector256F a, Vector256F b, Vector256F then, Vector256F otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F WhereLessOrEqual(Vector256F a, Vector256F b, Vector256F then, Vector256F otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F WhereEqual(Vector256F a, Vector256F b, Vector256F then, Vector256F otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F WhereLarger(Vector256F value, Vector256F best, Vector256F then, Vector256F otherwise)
    {
        var takes = Vector256.GreaterThan(value.value, best.value) | ~Vector256.Equals(value.value, value.value);
        return new(Vector256.ConditionalSelect(takes, then.value, otherwise.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vector256F a, Vector256F b) => Vector256.EqualsAny(a.value, b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F Integers(int first, int step) => new(
        (Vector256.Create(first) + (Vector256<int>.Indices * step)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256F AddIntegers(Vector256F a, Vector256F b) => new((a.value.AsInt32() + b.value.AsInt32()).AsSingle());

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
    public static void StoreBytes(Vector256F vector, byte* to)
    {
        var whole = Vector256.ConvertToInt32(vector.value);
        var halves = Vector128.Narrow(whole.GetLower(), whole.GetUpper());
        Vector128.Narrow(halves, halves).AsByte().GetLower().Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256F vector) => Vector256.Sum(vector.value);
}
