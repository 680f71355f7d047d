using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Support;

public class SkeletonTests
{
    [Fact]
    public void FsCheckRuns() => Prop.ForAll<int>(x => x + 0 == x).QuickCheckThrowOnFailure();
}
