namespace Equivariant;

/// <summary>
/// A seeded generator of random numbers (SplitMix64, Steele, Lea &amp; Flood 2014) whose whole state is one number, so that a run
/// can be continued to the bit. <see cref="Fork(string)"/> gives independent generators for the parts of a program.
/// </summary>
public sealed class Rng(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The state: a generator made with it as seed continues where this one is.</summary>
    public ulong State { get; private set; } = seed;

    /// <summary>A generator that depends on this one's state and on the label, and leaves this one as it is.</summary>
    public Rng Fork(string label)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 14695981039346656037UL;
        foreach (var letter in label)
            hash = (hash ^ letter) * 1099511628211UL;
        return new Rng(Mix(State + (hash * Step)));
    }

    /// <inheritdoc cref="Fork(string)"/>
    public Rng Fork(string label, long number) => new(Mix(Fork(label).State + ((ulong)number * Step)));

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        State += Step;
        return Mix(State);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform from 0 to <paramref name="count"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextUInt64(), (ulong)count, out _);
    }

    /// <summary>Standard normal (Box–Muller; the second value is dropped, so that the state stays one number).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>True with the given probability.</summary>
    public bool NextBool(double probability) => NextDouble() < probability;

    /// <summary>Puts items into a random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
