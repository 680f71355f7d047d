namespace Equivariant.Data;

/// <summary>A transfer that failed in a way that may pass: worth another try.</summary>
internal sealed class BrokenTransferException(string reason, TimeSpan? pause = null, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>The pause that the server asks for; null if it does not.</summary>
    public TimeSpan? Pause => pause;
}
