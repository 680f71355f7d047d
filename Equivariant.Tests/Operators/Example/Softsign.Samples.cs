namespace Equivariant.Tests.Operators.Example;

internal sealed class SoftsignSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Softsign), "both signs", Ops.Softsign, x => x / (1 + Math.Abs(x))),
    ];
}
