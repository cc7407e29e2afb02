import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Verifies detached signatures with BouncyCastle, a line each: java BouncyCastleVerifier.java CONTENT SIGNATURE... */
public class BouncyCastleVerifier {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    byte[] content = Files.readAllBytes(Path.of(args[0]));
    for (int i = 1; i < args.length; i++) System.out.println(verify(content, Files.readAllBytes(Path.of(args[i]))));
  }

  private static String verify(byte[] content, byte[] signature) {
    try {
      CMSSignedData message = new CMSSignedData(new CMSProcessableByteArray(content), signature);
      SignerInformation signer = message.getSignerInfos().getSigners().iterator().next();
      X509CertificateHolder certificate =
          (X509CertificateHolder) message.getCertificates().getMatches(signer.getSID()).iterator().next();
      return String.valueOf(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate)));
    } catch (Exception error) {
      return "error: " + error.getMessage();
    }
  }
}
