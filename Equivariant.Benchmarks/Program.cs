using BenchmarkDotNet.Running;
using Equivariant.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(ConvBenchmarks).Assembly).Run(ForcedWay.TakeFrom(args));
