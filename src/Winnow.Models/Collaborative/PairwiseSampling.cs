namespace Winnow.Models;

/// <summary>How models of pairwise ranking draw their triples (user, item he took, item he did not take).</summary>
public enum PairwiseSampling
{
    /// <summary>Every event is equally likely, and a pass draws as many triples as there are events (Rendle et al., UAI 2009, section 4.2).</summary>
    ByEvent,

    /// <summary>Every user is equally likely, then every item he took, and a pass draws about as many triples as there are users: what the
    /// code of the RecSys 2019 study does.</summary>
    ByUser,
}

/// <summary>How models of pairwise ranking turn gradients into steps.</summary>
public enum PairwiseRule
{
    /// <summary>The gradient itself.</summary>
    Sgd,

    /// <summary>Divided by the root of the sum of its squares so far (Duchi, Hazan and Singer, JMLR 12, 2011).</summary>
    Adagrad,

    /// <summary>Adam with β₁ = 0.9 and β₂ = 0.999 (Kingma and Ba, ICLR 2015); moments of what is not drawn stay as they are.</summary>
    Adam,
}
