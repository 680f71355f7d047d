using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Equivariant.Cpu;

/// <summary>Four numbers: SSE, or Neon.</summary>
internal readonly unsafe struct Vector128F(Vector128<float> value) : IVector<Vector128F>
{
    private readonly Vector128<float> value = value;

    public static int Count => 4;

    public static bool HasManyRegisters => AdvSimd.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F LoadFirst(float* from, int count, Vector128F rest)
    {
        var wanted = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
        return new(Vector128.ConditionalSelect(wanted, Vector128.Load(from), rest.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Fill(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F MultiplyAdd(Vector128F a, Vector128F b, Vector128F c) =>
        new(Vector128.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128F vector, float* to) => vector.value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector128F vector) => vector.value.ToVector256Unsafe().ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F operator +(Vector128F a, Vector128F b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F operator -(Vector128F a, Vector128F b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F operator *(Vector128F a, Vector128F b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F operator /(Vector128F a, Vector128F b) => new(a.value / b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F operator -(Vector128F a) => new(-a.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Abs(Vector128F x) => new(Vector128.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Exp(Vector128F x) => new(Vector128.Exp(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Log(Vector128F x) => new(Vector128.Log(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Sqrt(Vector128F x) => new(Vector128.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F WhereLess(Vector128F a, Vector128F b, Vector128F then, Vector128F otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F WhereLessOrEqual(Vector128F a, Vector128F b, Vector128F then, Vector128F otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F WhereEqual(Vector128F a, Vector128F b, Vector128F then, Vector128F otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a.value, b.value), then.value, otherwise.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F WhereLarger(Vector128F value, Vector128F best, Vector128F then, Vector128F otherwise)
    {
        var takes = Vector128.GreaterThan(value.value, best.value) | ~Vector128.Equals(value.value, value.value);
        return new(Vector128.ConditionalSelect(takes, then.value, otherwise.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vector128F a, Vector128F b) => Vector128.EqualsAny(a.value, b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Integers(int first, int step) => new(
        (Vector128.Create(first) + (Vector128<int>.Indices * step)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F AddIntegers(Vector128F a, Vector128F b) => new((a.value.AsInt32() + b.value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KeepLarger(Vector128F next, Vector128F name, ref Vector128F best, ref Vector128F winner)
    {
        var takes = Vector128.AndNot(Vector128.Equals(best.value, best.value), Vector128.LessThanOrEqual(next.value, best.value));
        best = new(Vector128.ConditionalSelect(takes, next.value, best.value));
        winner = new(Vector128.ConditionalSelect(takes, name.value, winner.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128F Pick(float* eight, Vector128F places)
    {
        var place = places.value.AsInt32() & Vector128.Create(7);
        return new(Vector128.Create(eight[place[0]], eight[place[1]], eight[place[2]], eight[place[3]]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector128F vector, byte* to)
    {
        var whole = Vector128.ConvertToInt32(vector.value);
        var halves = Vector128.Narrow(whole, whole);
        *(uint*)to = Vector128.Narrow(halves, halves).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128F vector) => Vector128.Sum(vector.value);
}
