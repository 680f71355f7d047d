namespace Equivariant.Cpu;

/// <summary>
/// A reduction, element by element, by vectors: their lanes are either different results, or parts of one that are joined at the
/// end. Two vectors hold what was found so far; the first of them is the result.
/// </summary>
internal interface IVectorFold
{
    /// <summary>What is known before the first element.</summary>
    /// <param name="first">First elements of the results.</param>
    /// <param name="own">Elements of the operand that has one for each result.</param>
    (TVector A, TVector B) Begin<TVector>(TVector first, TVector own) where TVector : struct, IVector<TVector>;

    /// <summary>Takes the next elements in.</summary>
    void Step<TVector>(TVector x, ref TVector a, ref TVector b) where TVector : struct, IVector<TVector>;

    /// <summary>An element that changes nothing, where <paramref name="first"/> is taken in.</summary>
    float Neutral(float first);

    /// <summary>Joins two parts of a result, the second from elements behind those of the first or among them.</summary>
    double Join(double part, double other);
}
