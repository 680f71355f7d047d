using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Sixteen numbers: AVX-512.</summary>
internal readonly unsafe struct Vector512F(Vector512<float> value) : IVector<Vector512F>
{
    private readonly Vector512<float> value = value;

    public static int Count => 16;

    public static bool HasManyRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F LoadFirst(float* from, int count, Vector512F rest)
    {
        var wanted = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
        return new(Vector512.ConditionalSelect(wanted, Vector512.Load(from), rest.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F MultiplyAdd(Vector512F a, Vector512F b, Vector512F c) =>
        new(Vector512.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512F vector, float* to) => vector.value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector512F vector) => vector.value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F operator +(Vector512F a, Vector512F b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F operator -(Vector512F a, Vector512F b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F operator *(Vector512F a, Vector512F b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F operator /(Vector512F a, Vector512F b) => new(a.value / b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F operator -(Vector512F a) => new(-a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Abs(Vector512F x) => new(Vector512.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Exp(Vector512F x) => new(Vector512.Exp(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Log(Vector512F x) => new(Vector512.Log(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Sqrt(Vector512F x) => new(Vector512.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F WhereLess(Vector512F a, Vector512F b, Vector512F then, Vector512F otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F WhereLessOrEqual(Vector512F a, Vector512F b, Vector512F then, Vector512F otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F WhereEqual(Vector512F a, Vector512F b, Vector512F then, Vector512F otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F WhereLarger(Vector512F value, Vector512F best, Vector512F then, Vector512F otherwise)
    {
        var takes = Vector512.GreaterThan(value.value, best.value) | ~Vector512.Equals(value.value, value.value);
        return new(Vector512.ConditionalSelect(takes, then.value, otherwise.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vector512F a, Vector512F b) => Vector512.EqualsAny(a.value, b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Integers(int first, int step) => new(
        (Vector512.Create(first) + (Vector512<int>.Indices * step)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F AddIntegers(Vector512F a, Vector512F b) => new((a.value.AsInt32() + b.value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KeepLarger(Vector512F next, Vector512F name, ref Vector512F best, ref Vector512F winner)
    {
        var takes = Vector512.AndNot(Vector512.Equals(best.value, best.value), Vector512.LessThanOrEqual(next.value, best.value));
        best = new(Vector512.ConditionalSelect(takes, next.value, best.value));
        winner = new(Vector512.ConditionalSelect(takes, name.value, winner.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512F Pick(float* eight, Vector512F places) =>
        new(Vector512.ShuffleNative(
            Vector512.Create(Vector256.Load(eight), Vector256.Load(eight)), places.value.AsInt32() & Vector512.Create(7)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector512F vector, byte* to)
    {
        var whole = Vector512.ConvertToInt32(vector.value);
        var halves = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
        Vector128.Narrow(halves.GetLower(), halves.GetUpper()).AsByte().Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512F vector) => Vector512.Sum(vector.value);
}
