namespace Equivariant.Benchmarks;

/// <summary>A row of the benchmark before it is measured.</summary>
/// <param name="Name">As <c>--filter</c> and the peer know it.</param>
/// <param name="Batch">Images in a pass.</param>
/// <param name="Create">Makes the operands for a number of images.</param>
/// <param name="IsNetwork">Whether images a second are worth telling.</param>
internal sealed record BenchCase(string Name, int Batch, Func<int, Device, Rng, Workload> Create, bool IsNetwork = false);
