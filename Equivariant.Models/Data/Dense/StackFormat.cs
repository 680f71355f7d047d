namespace Equivariant.Data;

/// <summary>In what file a stack of probabilities is written.</summary>
public enum StackFormat
{
    /// <summary>One .npy file, float32 [sections, H, W].</summary>
    Npy,

    /// <summary>One .npz file with that array under the name <c>probabilities</c>.</summary>
    Npz,
}
