namespace Equivariant.Cpu;

/// <summary>Scratch memory of the pool for the length of a scope, its contents undefined.</summary>
internal readonly unsafe ref struct Rented<T> : IDisposable where T : unmanaged
{
    private readonly CpuMemoryPool pool;
    private readonly long bytes;

    public Rented(CpuMemoryPool pool, long count)
    {
        this.pool = pool;
        bytes = Math.Max(1, count) * sizeof(T);
        Start = (T*)pool.Take(bytes);
    }

    public T* Start { get; }

    public void Dispose() => pool.Give((nint)Start, bytes);
}
