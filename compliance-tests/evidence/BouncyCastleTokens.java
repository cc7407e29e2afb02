import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.util.Arrays;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampToken;

/** Verifies a time-stamp token over the SHA-256 of a file: java BouncyCastleTokens.java FILE TOKEN */
public class BouncyCastleTokens {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    TimeStampToken token = new TimeStampToken(new CMSSignedData(Files.readAllBytes(Path.of(args[1]))));
    X509CertificateHolder certificate =
        (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(args[0])));
    System.out.println(Arrays.equals(digest, token.getTimeStampInfo().getMessageImprintDigest()));
  }
}
